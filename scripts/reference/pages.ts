import { errorsPage } from './errors-page.ts';
import { httpPage } from './http-page.ts';
import type { ReferencePage } from './page.ts';
import { permissionsPage } from './permissions-page.ts';

/** Pages that are generated here. The manifest's and the command line's are written by their own packages' tests. */
export const pages: readonly ReferencePage[] = [errorsPage, permissionsPage, httpPage];
