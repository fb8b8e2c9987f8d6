export { type CreateWarehouseOptions, createWarehouse, type Warehouses } from './create-warehouse.ts';
export { EXTRACT_SOURCE, type PlatformExtract } from './extract/platform-extract.ts';
export { type ChildJob, ChildJobs } from './jobs/child-jobs.ts';
export type { Column, LoadedTable, TableOrder } from './load/load-order.ts';
export { type LoadedSource, type LoadSourceOptions, loadSource } from './load/load-source.ts';
export type { LibpqConnection } from './postgres/connection/client-config.ts';
export {
  type CreatePostgresPartsOptions,
  createPostgresParts,
  type PostgresParts,
} from './postgres/create-postgres-parts.ts';
export type { PostgresWarehouse } from './postgres/postgres-warehouse.ts';
export { toPostgresSchema } from './postgres/walls/schema-names.ts';
export { bindWarehouseRoutes } from './postgres/warehouse.routes.ts';
export type { WarehouseBuild } from './postgres/warehouse-builds.ts';
export type { SelectLimits } from './readers/run-select.ts';
export { sampleFiles } from './readers/sample-files.ts';
export { quoteName, quoteText } from './sql-text.ts';
export type {
  Draft,
  DraftOwner,
  Hold,
  PublishedListener,
  PublishOptions,
  RollBackOptions,
  WarehouseFile,
  WarehouseFileKind,
  WarehouseFiles,
  WarehouseVersion,
} from './warehouse-files.ts';
export type { ReaderOptions, WarehouseReaders } from './warehouse-readers.ts';
export { createWarehouseTraces, type WarehouseTracesOptions } from './warehouse-traces.ts';
