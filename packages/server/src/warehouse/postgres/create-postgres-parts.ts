import type { AuditLog } from '../../audit/index.ts';
import type { Queries } from '../../database/index.ts';
import { createSecretBox } from '../../settings/index.ts';
import { ConnectionStore } from './connection/connection-store.ts';
import { WarehouseConnections } from './connection/warehouse-connections.ts';
import { PostgresWarehouses } from './postgres-warehouses.ts';
import { WarehouseBuilds } from './warehouse-builds.ts';

export interface CreatePostgresPartsOptions {
  readonly queries: Queries;
  readonly auditLog: AuditLog;
  /** The platform's; what organisations' passwords are sealed with comes from it, and so do those of roles. */
  readonly secretKey: Buffer;
  /** PostgreSQL servers that organisations may name. */
  readonly allowedHosts: readonly string[];
}

/** What belongs to the databases of organisations. */
export interface PostgresParts {
  readonly connections: WarehouseConnections;
  readonly warehouses: PostgresWarehouses;
  readonly builds: WarehouseBuilds;
}

export function createPostgresParts(options: CreatePostgresPartsOptions): PostgresParts {
  const { queries, secretKey, auditLog, allowedHosts } = options;
  const store = new ConnectionStore(queries, createSecretBox(secretKey));
  const connections = new WarehouseConnections({ store, auditLog, allowedHosts });
  const warehouses = new PostgresWarehouses({ connections, secretKey });
  return { connections, warehouses, builds: new WarehouseBuilds(queries) };
}
