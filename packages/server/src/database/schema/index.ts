import type { AccessTables } from './access.ts';
import type { DbtBuildsTables } from './dbt-builds.ts';
import type { DbtQualityTables } from './dbt-quality.ts';
import type { PeopleTables } from './people.ts';
import type { PluginsTables } from './plugins.ts';
import type { ShellTables } from './shell.ts';
import type { WarehouseTables } from './warehouse.ts';

export type { GrantOrigin } from './access.ts';

/** The platform's tables, in the schema `honeyframe`. A plugin's own are in `plugin_<slug>`. */
export interface Tables
  extends PeopleTables,
    AccessTables,
    PluginsTables,
    ShellTables,
    WarehouseTables,
    DbtBuildsTables,
    DbtQualityTables {}
