import {
  accessApi,
  auditApi,
  authApi,
  connectorsApi,
  dashboardsApi,
  dbtApi,
  dbtCatalogueApi,
  dbtDocsApi,
  dbtQualityApi,
  dbtRunDetailsApi,
  dbtSchedulesApi,
  dbtVersionsApi,
  dbtWebhookApi,
  lifeCycleApi,
  orphansApi,
  peopleApi,
  permissionsApi,
  pluginsApi,
  settingsApi,
  shellApi,
  systemApi,
  warehouseApi,
} from '@honeyframe/contract/api';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { bindAccessRoutes, bindPermissionRoutes, isAllowed } from '../access/index.ts';
import { bindAuditRoutes } from '../audit/index.ts';
import { bindAuthRoutes } from '../auth/index.ts';
import { bindBackupRoutes, type CreateBackupOptions } from '../backup/index.ts';
import { bindConnectorRoutes } from '../connectors/index.ts';
import { bindDashboardRoutes, createDashboards } from '../dashboards/index.ts';
import type { Database } from '../database/index.ts';
import { bindDbtRoutes, bindScheduleRoutes } from '../dbt/index.ts';
import { bindDocsRoutes } from '../docs/index.ts';
import type { Frontend } from '../frontend/index.ts';
import { askAgain, type Gate } from '../http/index.ts';
import { bindPeopleRoutes } from '../orgs/index.ts';
import { bindLifeCycleRoutes, bindOrphanRoutes, bindPluginRoutes } from '../plugins/index.ts';
import { bindSettingsRoutes } from '../settings/index.ts';
import { bindShellRoutes, createShell, type IconSet } from '../shell/index.ts';
import { bindWarehouseRoutes, type PostgresParts } from '../warehouse/index.ts';
import { createBundleReaders } from './bundle-readers.ts';
import type { Accounts } from './create-accounts.ts';
import type { Data } from './create-data.ts';
import type { PluginHost } from './create-plugin-host.ts';
import { bindHealthRoutes } from './health.routes.ts';
import { createPluginDirectory } from './plugin-directory.ts';

/** Every API table of the platform; the documents list them, and a test holds the reserved slugs against their paths. */
export const apiTables = [
  authApi,
  accessApi,
  peopleApi,
  permissionsApi,
  shellApi,
  dashboardsApi,
  connectorsApi,
  dbtApi,
  dbtCatalogueApi,
  dbtDocsApi,
  dbtQualityApi,
  dbtRunDetailsApi,
  dbtVersionsApi,
  dbtWebhookApi,
  dbtSchedulesApi,
  pluginsApi,
  lifeCycleApi,
  orphansApi,
  settingsApi,
  auditApi,
  systemApi,
  warehouseApi,
];

export interface BindRoutesOptions {
  readonly log: FastifyBaseLogger;
  readonly database: Database;
  readonly accounts: Accounts;
  /** The gate in front of the routes: a stream asks it again. */
  readonly gate: Gate;
  readonly host: PluginHost;
  readonly data: Data;
  readonly frontend: Frontend;
  readonly icons: IconSet;
  readonly postgres: PostgresParts;
  readonly version: string;
  /** Where a backup takes its parts from. */
  readonly backup: Omit<CreateBackupOptions, 'platformVersion'>;
  readonly hasStarted: () => boolean;
}

/** Binds every route of the platform; the gate in front of them reads who may use each from its table. */
export async function bindRoutes(app: FastifyInstance, options: BindRoutesOptions): Promise<void> {
  const { accounts, host, data, frontend } = options;
  const { queries } = options.database;
  const { access } = accounts;
  const shell = createShell({ queries, access, icons: options.icons, ...host });
  const canEdit: Parameters<typeof createDashboards>[0]['canEdit'] = async (caller) =>
    isAllowed(caller, await access.load(caller), 'dashboard.edit');

  const { describeSession } = bindAuthRoutes(app, accounts);
  bindPeopleRoutes(app, accounts);
  const plugins = createPluginDirectory(host);
  bindAccessRoutes(app, { ...accounts, queries, plugins, tables: apiTables });
  bindPermissionRoutes(app, {
    ...accounts,
    queries,
    plugins,
    onDecision: async (slug) => {
      await host.plugins.applyDecision(slug);
      accounts.changes.announce();
    },
  });
  bindAuditRoutes(app, accounts.auditLog);
  bindShellRoutes(app, { shell, describeSession });
  const dashboards = createDashboards({ queries, describeBlock: shell.describeBlock, canEdit });
  bindDashboardRoutes(app, dashboards, accounts.auditLog);
  bindPluginRoutes(app, { queries, ...host });
  bindLifeCycleRoutes(app, { queries, ...host.life });
  bindOrphanRoutes(app, { ...options, ...host.life, auditLog: accounts.auditLog });
  bindSettingsRoutes(app, { ...host.settings, auditLog: accounts.auditLog });
  bindConnectorRoutes(app, data.connectors);
  bindDbtRoutes(app, data.dbt, (request, end) =>
    accounts.changes.onChange(() => askAgain(options.gate, request, end)),
  );
  bindScheduleRoutes(app, data.dbt.schedules);
  bindWarehouseRoutes(app, options.postgres.connections);
  bindBackupRoutes(app, {
    ...options.backup,
    platformVersion: options.version,
    auditLog: accounts.auditLog,
  });
  bindHealthRoutes(app, {
    pingDatabase: () => sql`select 1`.execute(queries),
    hasStarted: options.hasStarted,
  });
  await bindDocsRoutes(app, { ...host, access, tables: apiTables, version: options.version });
  await app.register(async (scope) => {
    // Pages are for everybody: what they show comes from routes that ask who is there. The code of plugins asks by itself.
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, requirement: { access: 'public' } };
    });
    await frontend.bindRoutes(scope, createBundleReaders(accounts.callers, host.pluginAccess));
  });
}
