import type { Generated } from 'kysely';
import type { BigInteger, Json, Nullable, NullableTimestamp, Optional, Timestamp } from './column-types.ts';

interface WarehouseFilesTable {
  id: Generated<string>;
  org_id: string;
  kind: 'workspace' | 'source';
  name: string;
  version: number;
  file: string;
  bytes: BigInteger;
  is_current: Optional<boolean>;
  details: Json;
  created_at: Timestamp;
}

interface WarehouseConnectionsTable {
  org_id: string;
  url: string;
  secret: string;
  database_id: string;
  updated_at: Timestamp;
  updated_by: Nullable<string>;
  root_certificate: Nullable<string>;
}

interface WarehouseBuildsTable {
  org_id: string;
  database_id: string;
  name: string;
  run_id: string;
  built_run_id: Nullable<string>;
  built_at: NullableTimestamp;
}

/** Where built tables are. */
export interface WarehouseTables {
  warehouse_files: WarehouseFilesTable;
  warehouse_connections: WarehouseConnectionsTable;
  warehouse_builds: WarehouseBuildsTable;
}
