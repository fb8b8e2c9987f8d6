import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Nullable, NullableJson, NullableTimestamp, Optional, Timestamp } from './column-types.ts';

interface DbtWorkspacesTable {
  slug: string;
  owner: string;
  folder: string;
  state: Optional<string>;
  message: Nullable<string>;
  content_hash: Nullable<string>;
  updated_at: Timestamp;
}

interface DbtRunsTable {
  id: Generated<string>;
  org_id: string;
  workspace: string;
  state: string;
  trigger: string;
  selection: Nullable<string>;
  requested_by: Nullable<string>;
  queued_at: Timestamp;
  started_at: NullableTimestamp;
  finished_at: NullableTimestamp;
  lease_until: NullableTimestamp;
  cancel_requested: Optional<boolean>;
  node_count: Optional<number>;
  done_count: Optional<number>;
  failed_count: Optional<number>;
  error: NullableJson;
  resumed_from: Nullable<string>;
  is_full: Optional<boolean>;
  command: Optional<string>;
  inputs: NullableJson;
  is_end_told: Optional<boolean>;
}

interface DbtRunNodesTable {
  run_id: string;
  unique_id: string;
  name: string;
  resource_type: string;
  materialisation: Nullable<string>;
  state: string;
  started_at: NullableTimestamp;
  finished_at: NullableTimestamp;
  seconds: Nullable<number>;
  row_count: ColumnType<string | null, string | number | null | undefined, string | number | null>;
  message: Nullable<string>;
  position: number;
  /** Of its run, as are the next two: for the newest state of a node. */
  org_id: Nullable<string>;
  workspace: Nullable<string>;
  queued_at: NullableTimestamp;
}

interface DbtRunEventsTable {
  run_id: string;
  seq: number;
  kind: string;
  payload: JSONColumnType<Record<string, unknown>, string, string>;
}

interface DbtBuiltVersionsTable {
  version_id: string;
  nodes: JSONColumnType<Record<string, unknown>, string, string>;
}

interface DbtCatalogueTable {
  workspace: string;
  content_hash: string;
  graph: JSONColumnType<Record<string, unknown>, string, string>;
  stored_at: Timestamp;
}

interface DbtLineageLayoutsTable {
  key: string;
  places: JSONColumnType<Record<string, unknown>, string, string>;
  created_at: Timestamp;
}

interface DbtSchedulesTable {
  id: Generated<string>;
  org_id: string;
  workspace: string;
  origin: 'plugin' | 'person';
  schedule_key: Nullable<string>;
  name: string;
  kind: 'cron' | 'interval' | 'on_success' | 'on_import';
  cron: Nullable<string>;
  timezone: Nullable<string>;
  every_seconds: Nullable<number>;
  on_success_of: Nullable<string>;
  on_import: Nullable<string>;
  selection: Nullable<string>;
  misfire: 'skip' | 'latest' | 'all';
  overlap: 'skip' | 'queue' | 'cancel';
  is_full: Optional<boolean>;
  expect_within: Nullable<number>;
  expected_since: Timestamp;
  enabled: Optional<boolean>;
  seeded: NullableJson;
  anchor: Timestamp;
  next_due_at: NullableTimestamp;
  watched_since: Timestamp;
  created_by: Nullable<string>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

interface DbtScheduleFiringsTable {
  id: Generated<string>;
  org_id: string;
  schedule_id: string;
  scheduled_for: ColumnType<Date, Date | string, never>;
  cause: string;
  fired_at: Timestamp;
  run_id: Nullable<string>;
  outcome: 'queued' | 'skipped';
  reason: Nullable<string>;
}

/** Workspaces, their runs, and when they run. */
export interface DbtBuildsTables {
  dbt_workspaces: DbtWorkspacesTable;
  dbt_runs: DbtRunsTable;
  dbt_run_nodes: DbtRunNodesTable;
  dbt_run_events: DbtRunEventsTable;
  dbt_built_versions: DbtBuiltVersionsTable;
  dbt_catalogue: DbtCatalogueTable;
  dbt_lineage_layouts: DbtLineageLayoutsTable;
  dbt_schedules: DbtSchedulesTable;
  dbt_schedule_firings: DbtScheduleFiringsTable;
}
