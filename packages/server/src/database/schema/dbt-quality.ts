import type { Generated, JSONColumnType } from 'kysely';
import type { Nullable, NullableJson, NullableTimestamp, Optional, Timestamp } from './column-types.ts';

interface DbtTestResultsTable {
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

interface DbtTestsTable {
  org_id: string;
  workspace: string;
  unique_id: string;
  name: string;
  state: string;
  last_at: Timestamp;
}

interface DbtSourceFreshnessTable {
  org_id: string;
  workspace: string;
  unique_id: string;
  relation: string;
  state: 'pass' | 'warn' | 'error' | 'unmeasured' | null;
  measured_by: 'query' | 'field' | 'import';
  measure: string;
  version_id: Nullable<string>;
  data_as_of: NullableTimestamp;
  warn_after_seconds: Nullable<number>;
  error_after_seconds: Nullable<number>;
  problem: Nullable<string>;
  checked_at: Timestamp;
}

interface DbtIncidentsTable {
  id: Generated<string>;
  org_id: string;
  workspace: string;
  kind: 'failure' | 'lateness' | 'staleness';
  subject: Optional<string>;
  run_id: Nullable<string>;
  message: string;
  opened_at: Timestamp;
  closed_at: NullableTimestamp;
  /** Whether the organisation heard that it began. */
  is_told: Optional<boolean>;
}

interface DbtWebhooksTable {
  org_id: string;
  url: string;
  secret: string;
  enabled: Optional<boolean>;
  updated_at: Timestamp;
  updated_by: Nullable<string>;
  last_attempt_at: NullableTimestamp;
  last_error: Nullable<string>;
}

interface DbtWebhookDeliveriesTable {
  id: Generated<string>;
  org_id: string;
  message: JSONColumnType<Record<string, unknown>, string, string>;
  state: Optional<'waiting' | 'delivered' | 'failed'>;
  attempts: Optional<number>;
  created_at: Timestamp;
  last_attempt_at: NullableTimestamp;
  last_error: Nullable<string>;
}

/** How good and how fresh data is, and who is told. */
export interface DbtQualityTables {
  dbt_test_results: DbtTestResultsTable;
  dbt_tests: DbtTestsTable;
  dbt_source_freshness: DbtSourceFreshnessTable;
  dbt_incidents: DbtIncidentsTable;
  dbt_webhooks: DbtWebhooksTable;
  dbt_webhook_deliveries: DbtWebhookDeliveriesTable;
}
