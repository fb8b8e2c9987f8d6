import type { ColumnType, Generated, JSONColumnType } from 'kysely';

type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;
type NullableTimestamp = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type Json = JSONColumnType<Record<string, unknown>, string | undefined, string>;
type NullableJson = ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>;
type Optional<T> = ColumnType<T, T | undefined, T>;
type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>;
type BigInteger = ColumnType<string, string | number | bigint | undefined, string | number | bigint>;

export interface OrgsTable {
  id: Generated<string>;
  slug: string;
  name: string;
  created_at: Timestamp;
}

export interface UsersTable {
  id: Generated<string>;
  email: string;
  display_name: Optional<string>;
  password_hash: string;
  must_change_password: Optional<boolean>;
  is_superadmin: Optional<boolean>;
  active: Optional<boolean>;
  /** False: made by whoever had the link of an invitation. */
  address_vouched: Optional<boolean>;
  created_at: Timestamp;
  last_sign_in_at: NullableTimestamp;
}

export interface UserOrgsTable {
  user_id: string;
  org_id: string;
  created_at: Timestamp;
}

export interface SessionsTable {
  id: Generated<string>;
  token_hash: Buffer;
  user_id: string;
  org_id: Nullable<string>;
  created_at: Timestamp;
  expires_at: Date;
  last_seen_at: Timestamp;
  ip: Nullable<string>;
  user_agent: Nullable<string>;
}

export interface ApiTokensTable {
  id: Generated<string>;
  user_id: string;
  name: string;
  prefix: string;
  token_hash: Buffer;
  created_at: Timestamp;
  expires_at: NullableTimestamp;
  last_used_at: NullableTimestamp;
}

export interface PermissionsTable {
  name: string;
  owner: string;
  description: Optional<string>;
  created_at: Timestamp;
}

export interface PermissionRequestsTable {
  permission: string;
  plugin: string;
  state: Optional<'pending' | 'approved' | 'refused'>;
  created_at: Timestamp;
  decided_at: NullableTimestamp;
  decided_by: Nullable<string>;
}

export interface GroupsTable {
  id: Generated<string>;
  org_id: string;
  name: string;
  description: Optional<string>;
  owner: Nullable<string>;
  system_key: Nullable<string>;
  created_at: Timestamp;
}

export interface UserGroupsTable {
  group_id: string;
  user_id: string;
  created_at: Timestamp;
}

export type GrantOrigin = 'system' | 'seed' | 'admin';

export interface GroupPermissionsTable {
  id: Generated<string>;
  group_id: string;
  permission_type: string;
  target_id: Nullable<string>;
  origin: GrantOrigin;
  created_by: Nullable<string>;
  created_at: Timestamp;
}

export interface AuditLogTable {
  id: Generated<string>;
  at: Timestamp;
  org_id: Nullable<string>;
  actor_id: Nullable<string>;
  actor: string;
  action: string;
  plugin: Nullable<string>;
  target_type: Nullable<string>;
  target_id: Nullable<string>;
  details: Json;
  request_id: Nullable<string>;
  ip: Nullable<string>;
}

export interface PluginsTable {
  slug: string;
  version: string;
  display_name: string;
  source: string;
  folder: string;
  manifest: JSONColumnType<Record<string, unknown>, string, string>;
  state: string;
  active_generation: Nullable<string>;
  held_generation: Nullable<string>;
  installed_at: Timestamp;
  updated_at: Timestamp;
}

export interface PluginGenerationsTable {
  plugin: string;
  generation: string;
  version: string;
  manifest: JSONColumnType<Record<string, unknown>, string, string>;
  created_at: Timestamp;
  activated_at: Timestamp;
}

export interface PluginStepsTable {
  id: Generated<string>;
  at: Timestamp;
  plugin: string;
  step: string;
  org_id: Nullable<string>;
  actor_id: Nullable<string>;
  actor: string;
  from_version: Nullable<string>;
  from_generation: Nullable<string>;
  to_version: Nullable<string>;
  to_generation: Nullable<string>;
  outcome: 'done' | 'failed' | 'rolled_back';
  reason: Nullable<string>;
  plan: JSONColumnType<Record<string, unknown>, string, string>;
}

export interface PluginOrgStateTable {
  plugin: string;
  org_id: string;
  enabled: Optional<boolean>;
}

export interface PluginSeededGroupsTable {
  plugin: string;
  org_id: string;
  seed_key: string;
  group_id: Nullable<string>;
  permissions: string[];
  version: string;
  created_at: Timestamp;
}

export interface PluginLedgerTable {
  id: Generated<string>;
  plugin: string;
  kind: string;
  name: string;
  org_id: Nullable<string>;
  details: Json;
  created_at: Timestamp;
}

export interface PluginMigrationsTable {
  plugin: string;
  file: string;
  checksum: string;
  statements: string;
  applied_at: Timestamp;
}

export interface DashboardsTable {
  id: Generated<string>;
  org_id: string;
  slug: string;
  title: string;
  created_at: Timestamp;
}

export interface DashboardPlacementsTable {
  id: Generated<string>;
  dashboard_id: string;
  plugin: string;
  block: string;
  config: Json;
  x: number;
  y: number;
  w: number;
  h: number;
  hidden: Optional<boolean>;
}

export interface DbtWorkspacesTable {
  slug: string;
  owner: string;
  folder: string;
  state: Optional<string>;
  message: Nullable<string>;
  content_hash: Nullable<string>;
  updated_at: Timestamp;
}

export interface WarehouseFilesTable {
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

export interface DbtRunsTable {
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
}

export interface DbtRunNodesTable {
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

export interface DbtRunEventsTable {
  run_id: string;
  seq: number;
  kind: string;
  payload: JSONColumnType<Record<string, unknown>, string, string>;
}

export interface DbtSchedulesTable {
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

export interface DbtScheduleFiringsTable {
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

export interface DbtTestResultsTable {
  run_id: string;
  unique_id: string;
  org_id: string;
  workspace: string;
  name: string;
  state: string;
  failures: Nullable<number>;
  failing_rows: NullableJson;
  at: Timestamp;
}

export interface DbtBuiltVersionsTable {
  version_id: string;
  nodes: JSONColumnType<Record<string, unknown>, string, string>;
}

export interface DbtCatalogueTable {
  workspace: string;
  content_hash: string;
  graph: JSONColumnType<Record<string, unknown>, string, string>;
  stored_at: Timestamp;
}

export interface DbtLineageLayoutsTable {
  key: string;
  places: JSONColumnType<Record<string, unknown>, string, string>;
  created_at: Timestamp;
}

export interface DbtIncidentsTable {
  id: Generated<string>;
  org_id: string;
  workspace: string;
  kind: 'failure' | 'lateness' | 'staleness';
  subject: Optional<string>;
  run_id: Nullable<string>;
  message: string;
  opened_at: Timestamp;
  closed_at: NullableTimestamp;
}

export interface DbtSourceFreshnessTable {
  org_id: string;
  workspace: string;
  unique_id: string;
  relation: string;
  state: 'pass' | 'warn' | 'error' | 'unmeasured' | null;
  measured_by: 'field' | 'import';
  measure: string;
  version_id: Nullable<string>;
  data_as_of: NullableTimestamp;
  warn_after_seconds: Nullable<number>;
  error_after_seconds: Nullable<number>;
  problem: Nullable<string>;
  checked_at: Timestamp;
}

export interface DbtTestsTable {
  org_id: string;
  workspace: string;
  unique_id: string;
  name: string;
  state: string;
  last_at: Timestamp;
}

export interface DbtWebhookDeliveriesTable {
  id: Generated<string>;
  org_id: string;
  message: JSONColumnType<Record<string, unknown>, string, string>;
  state: Optional<'waiting' | 'delivered' | 'failed'>;
  attempts: Optional<number>;
  created_at: Timestamp;
  last_attempt_at: NullableTimestamp;
  last_error: Nullable<string>;
}

export interface DbtWebhooksTable {
  org_id: string;
  url: string;
  secret: string;
  enabled: Optional<boolean>;
  updated_at: Timestamp;
  updated_by: Nullable<string>;
  last_attempt_at: NullableTimestamp;
  last_error: Nullable<string>;
}

export interface WarehouseConnectionsTable {
  org_id: string;
  url: string;
  secret: string;
  database_id: string;
  updated_at: Timestamp;
  updated_by: Nullable<string>;
}

export interface WarehouseBuildsTable {
  org_id: string;
  database_id: string;
  name: string;
  run_id: string;
  built_run_id: Nullable<string>;
  built_at: NullableTimestamp;
}

export interface InvitationsTable {
  id: Generated<string>;
  org_id: string;
  email: string;
  seat: 'admin' | 'designer' | 'analyst' | 'viewer';
  group_ids: Optional<string[]>;
  token_hash: Buffer;
  lifetime_days: number;
  created_by: Nullable<string>;
  created_at: Timestamp;
  expires_at: ColumnType<Date, Date | string, Date | string>;
  mailed_at: NullableTimestamp;
  accepted_at: NullableTimestamp;
  accepted_by: Nullable<string>;
  revoked_at: NullableTimestamp;
}

export interface PlatformSettingsTable {
  key: string;
  value: ColumnType<unknown, string, string>;
}

export interface PluginSettingsTable {
  plugin: string;
  org_id: string;
  values: Json;
  /** Sealed, by name. */
  secrets: JSONColumnType<Record<string, string>, string | undefined, string>;
  updated_at: Timestamp;
  updated_by: Nullable<string>;
}

/** The platform's tables, in the schema `honeyframe`. A plugin's own are in `plugin_<slug>`. */
export interface Tables {
  orgs: OrgsTable;
  users: UsersTable;
  user_orgs: UserOrgsTable;
  sessions: SessionsTable;
  api_tokens: ApiTokensTable;
  permissions: PermissionsTable;
  permission_requests: PermissionRequestsTable;
  groups: GroupsTable;
  user_groups: UserGroupsTable;
  group_permissions: GroupPermissionsTable;
  audit_log: AuditLogTable;
  plugins: PluginsTable;
  plugin_generations: PluginGenerationsTable;
  plugin_steps: PluginStepsTable;
  plugin_org_state: PluginOrgStateTable;
  plugin_seeded_groups: PluginSeededGroupsTable;
  plugin_ledger: PluginLedgerTable;
  plugin_migrations: PluginMigrationsTable;
  dashboards: DashboardsTable;
  dashboard_placements: DashboardPlacementsTable;
  dbt_workspaces: DbtWorkspacesTable;
  warehouse_files: WarehouseFilesTable;
  dbt_runs: DbtRunsTable;
  dbt_run_nodes: DbtRunNodesTable;
  dbt_run_events: DbtRunEventsTable;
  dbt_test_results: DbtTestResultsTable;
  dbt_built_versions: DbtBuiltVersionsTable;
  dbt_catalogue: DbtCatalogueTable;
  dbt_lineage_layouts: DbtLineageLayoutsTable;
  dbt_incidents: DbtIncidentsTable;
  dbt_webhooks: DbtWebhooksTable;
  dbt_source_freshness: DbtSourceFreshnessTable;
  dbt_tests: DbtTestsTable;
  dbt_webhook_deliveries: DbtWebhookDeliveriesTable;
  dbt_schedules: DbtSchedulesTable;
  dbt_schedule_firings: DbtScheduleFiringsTable;
  warehouse_connections: WarehouseConnectionsTable;
  warehouse_builds: WarehouseBuildsTable;
  invitations: InvitationsTable;
  platform_settings: PlatformSettingsTable;
  plugin_settings: PluginSettingsTable;
}
