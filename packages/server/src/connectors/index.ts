export { bindConnectorRoutes } from './connectors.routes.ts';
export { type Connectors, type CreateConnectorsOptions, createConnectors } from './create-connectors.ts';
export type { DeclaredSource } from './declared-sources/declared-source.ts';
export {
  type ReadDeclaredSourcesOptions,
  readDeclaredSources,
} from './declared-sources/read-declared-sources.ts';
export type { DataImported, ImportedBy, ImportOptions, ImportSampleOptions } from './imports/imports.ts';
export type { Connector, DeclaredTable, ReadOptions, SentFile } from './registry/connector.ts';
