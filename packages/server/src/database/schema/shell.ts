import type { ColumnType, Generated } from 'kysely';
import type { Json, Optional, Timestamp } from './column-types.ts';

interface DashboardsTable {
  id: Generated<string>;
  org_id: string;
  slug: string;
  title: string;
  created_at: Timestamp;
}

interface DashboardPlacementsTable {
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

interface PlatformSettingsTable {
  key: string;
  value: ColumnType<unknown, string, string>;
}

/** Dashboards, and settings of the platform itself. */
export interface ShellTables {
  dashboards: DashboardsTable;
  dashboard_placements: DashboardPlacementsTable;
  platform_settings: PlatformSettingsTable;
}
