import path from 'node:path';
import type { Logger } from 'pino';
import { createGate } from '../access/index.ts';
import type { Database } from '../database/index.ts';
import { toCatalogue } from '../dbt/index.ts';
import type { Frontend } from '../frontend/index.ts';
import type { Dispatch } from '../http/index.ts';
import {
  createFrontendPoint,
  createInlineRuntime,
  createInPlaceCode,
  createPluginStore,
  createPlugins,
  createRequestContext,
  createRoutersPoint,
  createStoredCode,
  createSuperadminRecord,
  findManifest,
  openLifeCycle,
  type PluginAccess,
  type ServedPlugin,
} from '../plugins/index.ts';
import { createPluginSettings } from '../settings/index.ts';
import type { Settings } from '../system/index.ts';
import type { Warehouses } from '../warehouse/index.ts';
import type { Cleanup } from './cleanup.ts';
import type { Accounts } from './create-accounts.ts';
import type { Data } from './create-data.ts';
import { createPluginTraces } from './plugin-traces.ts';
import { createSchedulesPoint } from './schedules.contribution.ts';

export interface CreatePluginHostOptions {
  readonly settings: Settings;
  readonly log: Logger;
  readonly cleanup: Cleanup;
  readonly database: Database;
  readonly secretKey: Buffer;
  readonly accounts: Accounts;
  readonly dispatch: Dispatch;
  readonly warehouse: Warehouses;
  readonly frontend: Frontend;
  readonly data: Data;
  readonly pluginAccess: PluginAccess;
  readonly knownIcons: ReadonlySet<string>;
  readonly mode: 'production' | 'development';
}

export type PluginHost = ReturnType<typeof createPluginHost>;

/** Everything that finds, installs, runs and shows plugins. */
export function createPluginHost(options: CreatePluginHostOptions) {
  const { settings, log, database, accounts, dispatch, warehouse, data, pluginAccess } = options;
  accounts.changes.onChange(() => {
    pluginAccess
      .refresh()
      .then(() => eachServed((served) => served.recheck()))
      .catch((error: unknown) => log.error({ err: error }, 'could not read which plugins are enabled'));
    plugins
      .refreshPending()
      .catch((error: unknown) => log.error({ err: error }, 'could not read which permissions wait'));
  });
  const { changes } = accounts;
  const pluginSettings = createPluginSettings({ database, changes, secretKey: options.secretKey, log });
  const contextOptions = {
    database,
    access: accounts.access,
    auditLog: accounts.auditLog,
    settings: pluginSettings.requests,
    openWarehouse: (slug: string, orgId: string) =>
      warehouse.readers.reader({ orgId, names: data.readableNames(slug), ownWorkspace: toCatalogue(slug) }),
  };
  const superadmins = createSuperadminRecord(accounts.auditLog, log);
  const runtime = createInlineRuntime({
    log,
    trustedProxies: settings.trusted_proxies,
    cacheFolder: path.join(settings.data_dir, 'cache', 'modules'),
    createGate: (slug) =>
      createGate({
        identity: accounts.identity,
        access: accounts.access,
        plugin: {
          slug,
          isEnabled: (orgId) => pluginAccess.isEnabled(slug, orgId),
          isEnabledAnywhere: () => pluginAccess.isEnabledAnywhere(slug),
          noteSuperadmin: (caller, permission, request) =>
            superadmins.note(slug, caller, permission, request),
          isPending: (permission) => plugins.find(slug)?.pending.has(permission) ?? false,
        },
      }),
    createContext: (slug, request) => createRequestContext(contextOptions, slug, request),
    prepareRequests: (manifest) => pluginSettings.requests.prepare(manifest),
  });
  const routers = createRoutersPoint({ runtime, dispatch });
  const frontend = createFrontendPoint(options.frontend);
  const store = createPluginStore({ dataDir: settings.data_dir, log });
  const code = options.mode === 'development' ? createInPlaceCode(store) : createStoredCode(store);
  const schedules = createSchedulesPoint(data.dbt.clock);
  const points = [frontend, data.point, schedules];
  const plugins = createPlugins({
    database,
    installDir: settings.install_dir,
    dataDir: settings.data_dir,
    log,
    access: pluginAccess,
    knownIcons: options.knownIcons,
    auditLog: accounts.auditLog,
    autoInstall: settings.plugin_auto_install,
    code,
    routers,
    points,
  });
  const eachServed = (work: (served: ServedPlugin) => void): void => {
    for (const { discovered } of plugins.records()) {
      const served = routers.find(discovered.slug);
      if (served) work(served);
    }
  };
  const traces = createPluginTraces({
    database,
    dataDir: settings.data_dir,
    dbt: data.dbt,
    warehouse,
    store,
    generationsInUse: () => [
      ...life.uploads.generations(),
      ...plugins.records().flatMap(({ running }) => running?.generation ?? []),
    ],
  });
  const life = openLifeCycle({
    traces,
    database,
    log,
    plugins,
    access: pluginAccess,
    changes,
    code,
    routers,
    points,
    store,
    installDir: settings.install_dir,
    dataDir: settings.data_dir,
    autoInstall: settings.plugin_auto_install,
    auditLog: accounts.auditLog,
    onAttached: data.buildFirst,
  });
  options.cleanup.add('plugins', async () => {
    await life.close();
    await plugins.close();
  });
  const findOwner = (slug: string) => {
    const record = plugins.find(slug);
    const manifest = record && findManifest(record);
    if (!manifest?.settings) return undefined;
    return { slug, display_name: manifest.display_name, schema: manifest.settings };
  };
  return {
    plugins,
    routers,
    frontend,
    pluginAccess,
    code,
    life,
    settings: { settings: pluginSettings, findOwner },
    seedOrg: plugins.seedOrg,
    seedSchedules: schedules.seedOrg,
    reconcileSchedules: () => schedules.reconcile(database.ownerQueries),
    /** Ends event streams and WebSockets of all plugins, which would keep the platform from stopping. */
    disconnectClients: (reason: string) => eachServed((served) => served.disconnect(reason)),
  };
}
