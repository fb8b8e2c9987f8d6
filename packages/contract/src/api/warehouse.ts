import { z } from 'zod';
import { defineApi } from './endpoint.ts';
import { timeSchema } from './shapes.ts';

/** Where an organisation's tables are kept: versioned files of DuckDB, or a PostgreSQL database of its own. */
export const warehouseKindSchema = z.enum(['duckdb', 'postgres']);
export type WarehouseKind = z.infer<typeof warehouseKindSchema>;

/** A PostgreSQL that an organisation builds in; its password is never told. */
export const warehouseConnectionSchema = z.object({
  /** `postgres://role@host:port/database?sslmode=…`, without the password. */
  url: z.string(),
  /** PEM of the only authorities that may have signed the server's certificate; null: those that the platform trusts. */
  root_certificate: z.string().nullable(),
  updated_at: timeSchema,
  updated_by: z.string().nullable(),
});
export type WarehouseConnection = z.infer<typeof warehouseConnectionSchema>;

/** What a look at a database told. */
export const warehouseTestSchema = z.object({
  /** Nothing stands in the way. */
  ok: z.boolean(),
  server_version: z.string().nullable(),
  /** What is missing, each with what to do, in words. */
  problems: z.array(z.object({ message: z.string(), hint: z.string() })),
});
export type WarehouseTest = z.infer<typeof warehouseTestSchema>;

const rootCertificate = z.string().max(65_536).nullable().optional();
/**
 * The password may be in the URL. What is left out of password and root certificate stays while the rest of the URL is
 * the same.
 */
const connectionBody = z.object({ url: z.string().max(2000), root_certificate: rootCertificate });

export const warehouseApi = defineApi({
  getWarehouse: {
    method: 'GET',
    path: '/api/warehouse',
    access: 'dbt.read',
    summary: 'Where the tables of this organisation are kept.',
    output: z.object({ kind: warehouseKindSchema }),
  },
  getConnection: {
    method: 'GET',
    path: '/api/warehouse/connection',
    access: 'org.admin',
    summary: 'The PostgreSQL database that this organisation builds in, if it named one.',
    output: z.object({
      connection: warehouseConnectionSchema.nullable(),
      /** Servers that the operator lets organisations name. */
      allowed_hosts: z.array(z.string()),
    }),
  },
  setConnection: {
    method: 'PUT',
    path: '/api/warehouse/connection',
    access: 'org.admin',
    summary: 'Build in this PostgreSQL database from now on; the files of DuckDB stay.',
    body: connectionBody,
    output: warehouseConnectionSchema,
    errors: [
      'HF_WAREHOUSE_URL',
      'HF_WAREHOUSE_HOST',
      'HF_WAREHOUSE_CERTIFICATE',
      'HF_WAREHOUSE_CONNECTION_UNFIT',
    ],
  },
  removeConnection: {
    method: 'DELETE',
    path: '/api/warehouse/connection',
    access: 'org.admin',
    summary: 'Build in files of DuckDB again; what is in the database stays there.',
    output: z.object({}),
  },
  testConnection: {
    method: 'POST',
    path: '/api/warehouse/connection/test',
    access: 'org.admin',
    summary: 'Look whether a database can be built in, and say exactly what is missing.',
    /** Without a URL the one that is set. */
    body: connectionBody.partial({ url: true }),
    output: warehouseTestSchema,
    errors: [
      'HF_WAREHOUSE_URL',
      'HF_WAREHOUSE_HOST',
      'HF_WAREHOUSE_CERTIFICATE',
      'HF_WAREHOUSE_CONNECTION_NONE',
    ],
  },
});
