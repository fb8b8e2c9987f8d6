import path from 'node:path';
import type { Logger } from 'pino';
import { createConnectors, type DeclaredSource, readDeclaredSources } from '../connectors/index.ts';
import type { Database } from '../database/index.ts';
import type { InstallablePlugin } from '../plugins/index.ts';
import type { Warehouses } from '../warehouse/index.ts';
import type { Cleanup } from './cleanup.ts';
import type { Accounts } from './create-accounts.ts';

export interface CreateDataOptions {
  readonly database: Database;
  readonly dataDir: string;
  readonly log: Logger;
  readonly cleanup: Cleanup;
  readonly accounts: Accounts;
  readonly warehouse: Warehouses;
}

export type Data = Awaited<ReturnType<typeof createData>>;

/** Connectors and dbt over the warehouse. */
export async function createData({ dataDir, log, cleanup, accounts, warehouse }: CreateDataOptions) {
  const declared = new Map<string, DeclaredSource[]>();
  const connectors = await createConnectors({
    dataDir,
    files: warehouse.files,
    jobs: warehouse.jobs,
    auditLog: accounts.auditLog,
    log,
    declaredSources: async () => [...declared.values()].flat(),
    workspaceNames: async () => [...declared.keys()],
    startBuilds: async () => [],
  });
  cleanup.add('connectors', () => connectors.close());
  return {
    connectors,
    declared,
    addWorkspace: async ({ slug, root, manifest }: InstallablePlugin) => {
      if (!manifest.dbt_workspace) return;
      const folder = path.join(root, manifest.dbt_workspace);
      declared.set(slug, await readDeclaredSources({ folder, root, owner: slug }));
    },
  };
}
