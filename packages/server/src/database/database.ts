import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import type { Tables } from './schema/index.ts';

/** Queries of the platform's own tables. */
export type Queries = Kysely<Tables>;

/** The platform database, opened and migrated. */
export interface Database {
  /** As the runtime role: reads and writes rows, makes no tables, cannot change the audit log. */
  readonly queries: Queries;
  /** As the owner role: migrations, schemas and roles of plugins, retention. Never on the path of a request. */
  readonly ownerQueries: Queries;
  /** Connections of the runtime role, for `ctx.db` and LISTEN. */
  readonly pool: Pool;
  /** Connection string of the owner, for tools that keep tables of their own (the job queue). */
  readonly ownerUrl: string;
  readonly roles: DatabaseRoles;
  close(): Promise<void>;
}

/** Names of the roles; roles belong to a whole server, so they carry the database's name. */
export interface DatabaseRoles {
  readonly runtime: string;
  /** NOLOGIN role that owns nothing and may use `plugin_<slug>` only. */
  pluginRole(slug: string): string;
  /** NOLOGIN role that owns `plugin_<slug>` and runs its migrations. */
  pluginOwnerRole(slug: string): string;
}
