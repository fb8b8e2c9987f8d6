export type { Database, DatabaseRoles, Queries } from './database.ts';
export { findInstalledSlugs } from './installed-slugs.ts';
export { isDisconnected } from './is-disconnected.ts';
export { migrationNames } from './migrate.ts';
export { type OpenDatabaseOptions, openDatabase, PLATFORM_SCHEMA, withLogin } from './open-database.ts';
export { pluginSchema, quoteIdentifier, quoteLiteral } from './roles.ts';
export type { GrantOrigin, Tables } from './schema/index.ts';
