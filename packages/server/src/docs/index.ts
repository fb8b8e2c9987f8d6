export { bindDocsRoutes } from './docs.routes.ts';
