import type { Logger } from 'pino';
import packageJson from '../../package.json' with { type: 'json' };
import { createGate } from '../access/index.ts';
import type { FirstUser } from '../auth/index.ts';
import { ensureHome } from '../dashboards/index.ts';
import { createFrontend, type Frontend } from '../frontend/index.ts';
import { createDispatch, createHttpServer, type HttpServer } from '../http/index.ts';
import { createPluginAccess } from '../plugins/index.ts';
import { createIconSet } from '../shell/index.ts';
import { describeListenError, listenForOperator, type Settings } from '../system/index.ts';
import { createPostgresParts, createWarehouse } from '../warehouse/index.ts';
import { bindRoutes } from './bind-routes.ts';
import { type Cleanup, createCleanup } from './cleanup.ts';
import { createAccounts, createFirstUser } from './create-accounts.ts';
import { createData, type Data } from './create-data.ts';
import { createPluginHost, type PluginHost } from './create-plugin-host.ts';
import { openStorage } from './open-storage.ts';
import { type Progress, silentProgress } from './progress.ts';

export interface CreatePlatformOptions {
  readonly settings: Settings;
  readonly log: Logger;
  /** `development` serves pages through Vite, with HMR; `production` where it is left out. */
  readonly mode?: 'production' | 'development';
  /** Another way to build and serve pages; tests of routes have none. */
  readonly frontend?: Frontend;
  /** Who is shown the steps of the start; nobody where it is left out. */
  readonly progress?: Progress;
}

/** A platform that can serve. Two of them can live in one process, each with a DATA_DIR of its own. */
export interface Platform {
  /** The first account, on the first start only. */
  readonly firstUser: FirstUser | undefined;
  /** Where the embedded database lives when its account cannot enter DATA_DIR. */
  readonly databaseFolder: string | undefined;
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
  const { settings, log, cleanup, progress = silentProgress } = options;
  const { database, dataDir, secretKey, databaseFolder } = await progress.step('Database', () =>
    openStorage({ settings, log, cleanup }),
  );
  const accounts = await createAccounts({ database, settings, log, cleanup });
  const { access, identity, orgs } = accounts;
  const dispatch = createDispatch();
  const gate = createGate({ identity, access });
  const http = createHttpServer({ gate, log, trustedProxies: settings.trusted_proxies, dispatch });
  const postgres = createPostgresParts({
    queries: database.queries,
    auditLog: accounts.auditLog,
    secretKey,
    allowedHosts: settings.warehouse_hosts,
  });
  const warehouse = await createWarehouse({
    postgres,
    queries: database.queries,
    dataDir: dataDir.path,
    keptVersions: settings.warehouse_kept_versions,
    historyBytes: settings.warehouse_history_bytes,
  });
  cleanup.add('warehouse', () => warehouse.close());
  const frontend = options.frontend ?? createOwnFrontend(options);
  cleanup.add('frontend builder', () => frontend.close());
  const pluginAccess = createPluginAccess(database.queries);
  await pluginAccess.refresh();
  const shared = { settings, database, secretKey, log, cleanup, accounts, warehouse, postgres, pluginAccess };
  const data = await createData({ ...shared, dataDir });
  const icons = createIconSet();
  const host = createPluginHost({
    ...shared,
    dispatch,
    frontend,
    data,
    knownIcons: icons.names,
    mode: options.mode ?? 'production',
  });
  orgs.addSeeder(async (trx, org) => void (await ensureHome(trx, org.id)));
  orgs.addSeeder(host.seedOrg);
  orgs.addSeeder(host.frontend.seedOrg);
  orgs.addSeeder(host.seedSchedules);
  const firstUser = await createFirstUser(accounts, { database, settings, log, cleanup });

  const started = Promise.withResolvers<void>();
  let hasStarted = false;
  let isClosing = false;
  await bindRoutes(http.app, {
    log,
    database,
    accounts,
    gate,
    host,
    data,
    frontend,
    icons,
    postgres,
    version: packageJson.version,
    backup: { databaseUrl: database.ownerUrl, dataDir: dataDir.path, secretKey },
    hasStarted: () => hasStarted,
  });
  return {
    firstUser,
    databaseFolder,
    started: started.promise,
    listen: async () => {
      await host.life.recover();
      await host.plugins.discover();
      const address = await listen(http, settings);
      cleanup.add('web server', async () => {
        const closed = http.close();
        host.disconnectClients('the platform stops');
        await closed;
      });
      cleanup.add('operator socket', await listenForOperator(http.createOperatorServer(), dataDir.secrets));
      void progress.step('Shell', () => frontend.ensureShell());
      void progress
        .step('Plugins', () =>
          startPlugins(host, log, () => (isClosing ? undefined : startBuilds(data, log, progress))),
        )
        .then(() => {
          hasStarted = true;
          if (!isClosing) host.life.watch();
          started.resolve();
        });
      return { address };
    },
    close: () => {
      isClosing = true;
      return cleanup.run();
    },
  };
}

/** After this every plugin has been started or given up, and builds are under way. */
async function startPlugins(
  { plugins, reconcileSchedules }: PluginHost,
  log: Logger,
  thenBuild: () => Promise<void> | undefined,
): Promise<void> {
  await plugins.start();
  await reconcileSchedules().catch((error: unknown) =>
    log.error({ err: error }, 'schedules of plugins could not be looked at'),
  );
  await thenBuild();
}

async function startBuilds(data: Data, log: Logger, progress: Progress): Promise<void> {
  await data
    .start(progress)
    .catch((error: unknown) => log.error({ err: error }, 'builds could not be started'));
}

function createOwnFrontend({ settings, log, mode = 'production' }: CreatePlatformOptions): Frontend {
  return createFrontend({ dataDir: settings.data_dir, installDir: settings.install_dir, log, mode });
}

async function listen({ app }: HttpServer, { host, port }: Settings): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    throw describeListenError(error, { host, port });
  }
}
