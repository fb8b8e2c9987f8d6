import { cliPage } from './cli-page.ts';
import { errorsPage } from './errors-page.ts';
import { httpPage } from './http-page.ts';
import type { ReferencePage } from './page.ts';
import { permissionsPage } from './permissions-page.ts';

/** Pages that are generated here. The manifest's is written by its own package's test. */
export const pages: readonly ReferencePage[] = [errorsPage, permissionsPage, httpPage, cliPage];

/** Guides that include code, relative to the repository. */
export const guides = ['docs/authors.md'];
