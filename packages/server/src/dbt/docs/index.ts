export { DbtDocs } from './dbt-docs.ts';
export { bindDocsRoutes } from './docs.routes.ts';
