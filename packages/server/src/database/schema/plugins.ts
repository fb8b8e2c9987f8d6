import type { Generated, JSONColumnType } from 'kysely';
import type { Json, Nullable, Optional, Timestamp } from './column-types.ts';

interface PluginsTable {
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

interface PluginGenerationsTable {
  plugin: string;
  generation: string;
  version: string;
  manifest: JSONColumnType<Record<string, unknown>, string, string>;
  created_at: Timestamp;
  activated_at: Timestamp;
}

interface PluginStepsTable {
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

interface PluginOrgStateTable {
  plugin: string;
  org_id: string;
  enabled: Optional<boolean>;
}

interface PluginSeededGroupsTable {
  plugin: string;
  org_id: string;
  seed_key: string;
  group_id: Nullable<string>;
  permissions: string[];
  version: string;
  created_at: Timestamp;
}

interface PluginLedgerTable {
  id: Generated<string>;
  plugin: string;
  kind: string;
  name: string;
  org_id: Nullable<string>;
  details: Json;
  created_at: Timestamp;
}

interface PluginMigrationsTable {
  plugin: string;
  file: string;
  checksum: string;
  statements: string;
  applied_at: Timestamp;
}

interface PluginSettingsTable {
  plugin: string;
  org_id: string;
  values: Json;
  /** Sealed, by name. */
  secrets: JSONColumnType<Record<string, string>, string | undefined, string>;
  updated_at: Timestamp;
  updated_by: Nullable<string>;
}

/** What is installed, in which version, and what it owns. */
export interface PluginsTables {
  plugins: PluginsTable;
  plugin_generations: PluginGenerationsTable;
  plugin_steps: PluginStepsTable;
  plugin_org_state: PluginOrgStateTable;
  plugin_seeded_groups: PluginSeededGroupsTable;
  plugin_ledger: PluginLedgerTable;
  plugin_migrations: PluginMigrationsTable;
  plugin_settings: PluginSettingsTable;
}
