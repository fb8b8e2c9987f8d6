import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  createDatabase,
  createDbt,
  createPgBossJobQueue,
  createPythonEnvironment,
  createSqlAuditLog,
  createWarehouse,
  type Dbt,
  type DbtRunner,
  openDatabase,
  PythonDbtEngine,
  startEmbeddedPostgres,
  WarmParentRunner,
} from '@honeyframe/server';
import { writeProject } from './write-project.ts';

export interface BenchDbt extends AsyncDisposable {
  readonly dbt: Dbt;
  readonly warehouse: Awaited<ReturnType<typeof createWarehouse>>;
  /** Folder with the programs of dbt's environment. */
  readonly bin: string;
  readonly folder: string;
  /** The workspace `bench`, as it was written. */
  readonly project: string;
  readonly orgs: readonly string[];
}

export interface OpenDbtOptions {
  readonly orgs: number;
  /** Wraps the runner, to count what it does. */
  readonly watch?: (runner: DbtRunner) => DbtRunner;
}

const log = { info: () => {}, warn: console.warn, error: console.error };
/** That of the tests: an installation would take half a minute. */
const pythonFolder = path.resolve(import.meta.dirname, '../../.honeyframe/test-python');

/** Everything that builds need, real, with the workspace `bench` registered and dbt parsing it. */
export async function openDbt({ orgs, watch = (runner) => runner }: OpenDbtOptions): Promise<BenchDbt> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-bench-dbt-'));
  await chmod(folder, 0o711);
  const stack = new AsyncDisposableStack();
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres'), log });
  stack.defer(() => postgres.stop());
  const url = await createDatabase(postgres.url, 'bench_dbt');
  const database = await openDatabase({ url, secretKey: Buffer.alloc(32, 1) });
  stack.defer(() => database.close());
  const warehouse = await createWarehouse({ queries: database.queries, dataDir: folder });
  stack.defer(() => warehouse.close());
  const queue = await createPgBossJobQueue({ connectionString: url, log });
  stack.defer(() => queue.stop({ drain: false }));
  const environment = await createPythonEnvironment({ folder: pythonFolder, log });
  const engine = new PythonDbtEngine(environment);
  await engine.install();
  if (!engine.bin) throw new Error(engine.status.message);
  const dbt = createDbt({
    ...{ database, queue, files: warehouse.files, engine, dataDir: folder, log },
    readers: warehouse.readers,
    auditLog: createSqlAuditLog(database.queries),
    refreshExtract: async () => {},
    secretKey: Buffer.alloc(32, 1),
    runner: watch(new WarmParentRunner({ log })),
  });
  stack.defer(() => dbt.close());
  const project = path.join(folder, 'project');
  await writeProject(project);
  await dbt.workspaces.register({
    ...{ slug: 'bench', display_name: 'Bench', owner: 'bench', requires: [] },
    folder: project,
  });
  await dbt.start();
  const values = Array.from({ length: orgs }, (_, index) => ({ slug: `org-${index}`, name: `org-${index}` }));
  const rows = await database.queries.insertInto('orgs').values(values).returning('id').execute();
  return {
    ...{ dbt, warehouse, bin: engine.bin, folder, project, orgs: rows.map(({ id }) => id) },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Milliseconds from the request of a build to its first node, and to its end. Throws unless it succeeds. */
export async function measureBuild(dbt: Dbt, orgId: string, select?: string, workspace = 'bench') {
  const began = performance.now();
  let firstNode = Number.NaN;
  // Otherwise the second build of the same would have nothing to do.
  const run = await dbt.runs.requestRun({ orgId, workspace, trigger: 'manual', select, full: true });
  const { signal } = new AbortController();
  for await (const event of await dbt.runs.follow(orgId, run.id, { after: 0, signal })) {
    if (event.kind === 'node' && event.node.state === 'running' && Number.isNaN(firstNode))
      firstNode = performance.now() - began;
    if (event.kind === 'end' && event.run.state !== 'success')
      throw new Error(`the build is '${event.run.state}': ${event.run.error?.message}`);
  }
  return { firstNode, total: performance.now() - began };
}
