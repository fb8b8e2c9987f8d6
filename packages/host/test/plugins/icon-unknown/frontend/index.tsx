import { defineFrontend } from '@honeyframe/sdk/frontend';
import { pages } from './pages.ts';

export default defineFrontend({ pages });
