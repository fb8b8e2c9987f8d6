export { formatCompact } from './format/format.ts';
