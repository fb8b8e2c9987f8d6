import path from 'node:path';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { bindAccessRoutes, isAllowed } from '../access/index.ts';
import { bindAuditRoutes } from '../audit/index.ts';
import { bindAuthRoutes, type FirstUser } from '../auth/index.ts';
import { bindDashboardRoutes, createDashboards, ensureHome } from '../dashboards/index.ts';
import { createFrontend, type Frontend } from '../frontend/index.ts';
import { createDispatch, createGate, createHttpServer } from '../http/index.ts';
import { bindPluginRoutes } from '../plugins/index.ts';
import { bindShellRoutes, createIconSet, createShell } from '../shell/index.ts';
import { describeListenError, listenForOperator, type Settings } from '../system/index.ts';
import { createWarehouse } from '../warehouse/index.ts';
import { type Cleanup, createCleanup } from './cleanup.ts';
import { createAccounts, createFirstUser } from './create-accounts.ts';
import { createPluginHost } from './create-plugin-host.ts';
import { bindHealthRoutes } from './health.routes.ts';
import { openStorage } from './open-storage.ts';

export interface CreatePlatformOptions {
  readonly settings: Settings;
  readonly log: Logger;
  /** `development` serves pages through Vite, with HMR; `production` where it is left out. */
  readonly mode?: 'production' | 'development';
  /** Another way to build and serve pages; tests of routes have none. */
  readonly frontend?: Frontend;
}

/** A platform that can serve. Two of them can live in one process, each with a DATA_DIR of its own. */
export interface Platform {
  /** The first account, on the first start only. */
  readonly firstUser: FirstUser | undefined;
  /** Begins to serve; plugins start meanwhile. Throws HF_SYSTEM_PORT_IN_USE or HF_SYSTEM_LISTEN_FAILED. */
  listen(): Promise<{ address: string }>;
  /** Resolves when every plugin has been started or given up. */
  readonly started: Promise<void>;
  /** Drains requests and stops all that was started; calling it again does nothing. */
  close(): Promise<void>;
}

/** The composition root: makes every part and hands each what it needs. */
export async function createPlatform(options: CreatePlatformOptions): Promise<Platform> {
  const cleanup = createCleanup(options.log);
  try {
    return await compose({ ...options, cleanup });
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function compose(options: CreatePlatformOptions & { cleanup: Cleanup }): Promise<Platform> {
  const { settings, log, cleanup } = options;
  const { database, dataDir } = await openStorage({ settings, log, cleanup });
  const { queries } = database;
  const accounts = await createAccounts({ database, settings, log, cleanup });
  const { access, auditLog, identity, orgs } = accounts;

  const dispatch = createDispatch();
  const http = createHttpServer({
    gate: createGate({ identity, access }),
    log,
    trustedProxies: settings.trusted_proxies,
    dispatch,
  });
  const warehouse = await createWarehouse({ queries, dataDir: dataDir.path });
  cleanup.add('warehouse', () => warehouse.close());
  const frontend =
    options.frontend ?? createFrontend({ dataDir: dataDir.path, installDir: settings.install_dir, log });
  cleanup.add('frontend builder', () => frontend.close());

  const icons = createIconSet();
  const host = await createPluginHost({
    settings,
    log,
    database,
    accounts,
    dispatch,
    warehouse,
    frontend,
    knownIcons: icons.names,
  });
  cleanup.add('plugins', () => host.plugins.close());
  orgs.addSeeder(async (trx, org) => void (await ensureHome(trx, org.id)));
  orgs.addSeeder(host.seedOrg);
  const firstUser = await createFirstUser(accounts, { database, settings, log, cleanup });

  const shell = createShell({ queries, access, icons, ...host });
  const dashboards = createDashboards({
    queries,
    describeBlock: shell.describeBlock,
    canEdit: async (caller) => isAllowed(caller, await access.load(caller), 'dashboard.edit'),
  });

  let started = false;
  const { describeSession } = bindAuthRoutes(http.app, accounts);
  bindAccessRoutes(http.app, { ...accounts, queries });
  bindAuditRoutes(http.app, auditLog);
  bindShellRoutes(http.app, { shell, describeSession });
  bindDashboardRoutes(http.app, dashboards);
  bindPluginRoutes(http.app, { queries, ...host });
  bindHealthRoutes(http.app, {
    pingDatabase: () => sql`select 1`.execute(queries),
    hasStarted: () => started,
  });
  await http.app.register(async (scope) => {
    // Pages are for everybody: what they show comes from routes that ask who is there.
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, requirement: { access: 'public' } };
    });
    await frontend.bindRoutes(scope);
  });

  const ready = Promise.withResolvers<void>();
  return {
    firstUser,
    started: ready.promise,
    listen: async () => {
      await host.plugins.discover();
      const address = await http.app
        .listen({ host: settings.host, port: settings.port })
        .catch((error: unknown) => {
          throw describeListenError(error, settings);
        });
      cleanup.add('web server', () => http.app.close());
      cleanup.add(
        'operator socket',
        await listenForOperator(http.createOperatorServer(), path.join(dataDir.path, 'secrets')),
      );
      void frontend.ensureShell();
      void host.plugins.start().then(() => {
        started = true;
        ready.resolve();
      });
      return { address };
    },
    close: () => cleanup.run(),
  };
}
