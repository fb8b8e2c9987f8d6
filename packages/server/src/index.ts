export {
  type EmbeddedPostgres,
  type StartEmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './database/embedded/index.ts';
export * from './system/index.ts';
