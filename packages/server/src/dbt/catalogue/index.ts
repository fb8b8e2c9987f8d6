export { bindCatalogueRoutes } from './catalogue.routes.ts';
export { createDbtCatalogue } from './create-dbt-catalogue.ts';
export type { DbtCatalogue } from './dbt-catalogue.ts';
