import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { createConnectors } from '../connectors/index.ts';
import type { Database } from '../database/index.ts';
import { createDbt, type Dbt, PLATFORM_WORKSPACE, PythonDbtEngine, toCatalogue } from '../dbt/index.ts';
import { createPythonEnvironment } from '../dbt/python-environment/index.ts';
import { createPgBossJobQueue } from '../jobs/index.ts';
import type { PluginAccess } from '../plugins/index.ts';
import type { DataDir, Settings } from '../system/index.ts';
import type { PostgresParts, Warehouses } from '../warehouse/index.ts';
import type { Cleanup } from './cleanup.ts';
import type { Accounts } from './create-accounts.ts';
import { createDbtPoint } from './dbt.contribution.ts';
import { buildMissing, startFirstBuilds } from './first-builds.ts';
import { startImportBuilds } from './import-builds.ts';
import type { Progress } from './progress.ts';

export interface CreateDataOptions {
  readonly settings: Settings;
  readonly database: Database;
  readonly dataDir: DataDir;
  readonly secretKey: Buffer;
  readonly log: Logger;
  readonly cleanup: Cleanup;
  readonly accounts: Accounts;
  readonly warehouse: Warehouses;
  readonly postgres: PostgresParts;
  readonly pluginAccess: PluginAccess;
}

export type Data = Awaited<ReturnType<typeof createData>>;

/** dbt and connectors over the warehouse. */
export async function createData(options: CreateDataOptions) {
  const { settings, database, dataDir, log, cleanup, accounts, warehouse, postgres, pluginAccess } = options;
  const { files, extract, jobs } = warehouse;
  const { auditLog } = accounts;
  const queue = await createPgBossJobQueue({ connectionString: database.ownerUrl, log });
  cleanup.add('job queue', () => queue.stop({ drain: true }));
  const environment = await createPythonEnvironment({ folder: dataDir.python, python: settings.python, log });
  const engine = new PythonDbtEngine(environment);
  const dbt = createDbt({
    database,
    queue,
    files,
    readers: warehouse.readers,
    postgres,
    engine,
    dataDir: dataDir.path,
    auditLog,
    log,
    secretKey: options.secretKey,
    webhookHosts: settings.webhook_hosts,
    packageHub: settings.dbt_package_hub_url,
    refreshExtract: (orgId) => extract.refresh(orgId),
    limits: {
      per_org: settings.dbt_runs_per_org,
      ...(settings.dbt_runs_in_all !== undefined && { in_all: settings.dbt_runs_in_all }),
    },
    bounds: { memory_bytes: settings.dbt_run_memory_bytes, disk_bytes: settings.dbt_run_disk_bytes },
    timeoutSeconds: settings.dbt_run_minutes * 60,
    isOwnerEnabled: async (orgId, owner) => pluginAccess.isEnabled(owner, orgId),
  });
  cleanup.add('builds', () => dbt.close());
  const point = createDbtPoint(dbt.workspaces);
  const connectors = await createConnectors({
    dataDir: dataDir.path,
    files,
    jobs,
    auditLog,
    log,
    declaredSources: async (orgId) => point.sources((owner) => pluginAccess.isEnabled(owner, orgId)),
    workspaceNames: async () => dbt.workspaces.list().map((workspace) => workspace.catalogue),
    startBuilds: (event) => startImportBuilds(dbt, pluginAccess, event),
  });
  cleanup.add('connectors', () => connectors.close());

  const firstBuilds = { database, dbt, connectors, files, point, pluginAccess, log };
  const stopListening = postgres.connections.onChanged((orgId) => {
    void buildMissing(firstBuilds, orgId).catch((error: unknown) =>
      log.error({ err: error, org_id: orgId }, 'what is missing in another warehouse could not be built'),
    );
  });
  cleanup.add('changes of warehouses', async () => stopListening());
  const buildFirst = (plugin?: string): void =>
    void startFirstBuilds(firstBuilds, plugin).catch((error: unknown) =>
      log.error({ err: error, plugin }, 'the first builds could not be started'),
    );

  const installing = new AbortController();
  cleanup.add('installation of dbt', async () => installing.abort());
  return {
    dbt,
    connectors,
    point,
    /** Begins to build; call it when every plugin's workspace is known. */
    start: async (progress: Progress): Promise<void> => {
      await registerPlatformWorkspace(dbt, settings.install_dir);
      await dbt.start();
      void progress.step('dbt', () => engine.install(installing.signal));
      // Loading a sample takes seconds; the platform serves meanwhile.
      buildFirst();
    },
    /** Builds what a plugin brought, or an organisation has switched on, where it was never built. */
    buildFirst: (plugin: string): void => buildFirst(plugin),
    /** Files of the warehouse that a plugin's routes and blocks may read. */
    readableNames: (slug: string): string[] => {
      const workspace = dbt.workspaces.get(slug);
      return [toCatalogue(slug), PLATFORM_WORKSPACE, ...(workspace?.reads ?? [])];
    },
  };
}

async function registerPlatformWorkspace(dbt: Dbt, installDir: string): Promise<void> {
  const folder = path.join(installDir, 'dbt');
  const exists = await stat(path.join(folder, 'dbt_project.yml')).then(
    () => true,
    () => false,
  );
  if (!exists) return;
  const platform = {
    slug: PLATFORM_WORKSPACE,
    display_name: 'Platform',
    owner: 'platform',
    folder,
    requires: [],
  };
  await dbt.workspaces.register(platform);
}
