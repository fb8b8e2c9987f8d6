import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Hold, PostgresParts, PostgresWarehouse, SelectLimits } from '../../../../warehouse/index.ts';
import type { DbtTarget } from '../../../dbt-runner.ts';
import { PLATFORM_WORKSPACE } from '../../../workspaces/index.ts';
import { requireSameInputs } from '../../resume-plan.ts';
import { requireSources } from '../require-sources.ts';
import type { OpenRunWarehouseOptions, RunWarehouse } from '../run-warehouse.ts';
import { fillPostgresRunFolder, keepPostgresParse } from './postgres-run-folder.ts';
import { describePostgresInputs, planPostgresResume } from './postgres-run-inputs.ts';
import { listPostgresSchemas } from './postgres-schemas.ts';

export interface OpenPostgresRunOptions extends OpenRunWarehouseOptions {
  readonly warehouse: PostgresWarehouse;
  readonly builds: PostgresParts['builds'];
}

/** Builds in the organisation's own database, in place: readers see each table as soon as dbt has made it. */
export async function openPostgresRun(options: OpenPostgresRunOptions): Promise<RunWarehouse> {
  const { row, workspace, files } = options;
  const resumed = await findResumed(options);
  if (workspace.slug === PLATFORM_WORKSPACE && !resumed) await options.refreshExtract(row.org_id);
  // Raw sources are imported into files; a copy of what is current is made from there.
  using hold = releasing(await files.holdSet(row.org_id, workspace.reads));
  await mkdir(options.outputFolder, { recursive: true, mode: 0o700 });
  const workFolder = await mkdtemp(path.join(options.outputFolder, '.work-'));
  try {
    const target = await prepare(hold, workFolder, options, resumed);
    return new PostgresRunWarehouse({ ...options, workFolder, target, resumed });
  } catch (error) {
    await rm(workFolder, { recursive: true, force: true });
    throw error;
  }
}

async function findResumed({
  row,
  stores,
  builds,
}: OpenPostgresRunOptions): Promise<readonly string[] | undefined> {
  if (row.resumed_from === null) return undefined;
  const from = await stores.runs.find(row.org_id, row.resumed_from);
  return from && (await planPostgresResume(from, { stores, builds }));
}

function releasing(hold: Hold): Hold & Disposable {
  return { ...hold, [Symbol.dispose]: () => hold.release() };
}

async function prepare(
  hold: Hold,
  workFolder: string,
  options: OpenPostgresRunOptions,
  resumed: readonly string[] | undefined,
): Promise<DbtTarget> {
  const { row, workspace, stores, warehouse, builds, signal } = options;
  const { catalogue, reads } = workspace;
  const { inputs, sources } = describePostgresInputs({
    workspace,
    files: hold.files,
    builds: await builds.list(row.org_id),
    databaseId: warehouse.databaseId,
  });
  requireSources(workspace, Object.keys(inputs.sources));
  if (resumed && row.resumed_from) {
    const from = await stores.runs.find(row.org_id, row.resumed_from);
    if (from) requireSameInputs({ from }, inputs);
  }
  await stores.runs.saveInputs(row.id, inputs);
  const schemas = await listPostgresSchemas(workspace);
  const folder = path.join(workFolder, 'sources');
  await mkdir(folder, { mode: 0o700 });
  await warehouse.prepareBuild({ catalogue, schemas, reads, sources, folder, signal });
  await rm(folder, { recursive: true });
  await fillPostgresRunFolder({ ...options, workFolder, leaveOut: resumed ?? [] });
  await builds.noteBegin(placeOf(options), row.id);
  return { connection: await connect(workFolder, options), catalogue, reads };
}

async function connect(
  workFolder: string,
  { row, workspace, warehouse, timeoutSeconds }: OpenPostgresRunOptions,
) {
  return await warehouse.connectBuild({
    ...{ catalogue: workspace.catalogue, folder: workFolder },
    application: `honeyframe ${row.id}`,
    statementSeconds: timeoutSeconds,
  });
}

function placeOf({ row, workspace, warehouse }: OpenPostgresRunOptions) {
  return { orgId: row.org_id, databaseId: warehouse.databaseId, name: workspace.catalogue };
}

interface PostgresRunOptions extends OpenPostgresRunOptions {
  readonly workFolder: string;
  readonly target: DbtTarget;
  readonly resumed: readonly string[] | undefined;
}

class PostgresRunWarehouse implements RunWarehouse {
  readonly workFolder: string;
  readonly access: { readonly readable: readonly string[]; readonly target: DbtTarget };
  readonly resumed: readonly string[] | undefined;
  /** Somebody else may write into these tables, so nothing is known of them. */
  readonly unchanged = new Map<never, never>();
  readonly #options: PostgresRunOptions;
  /** At once when the run is cancelled, too: dbt comes to it only when its own threads let it. */
  readonly #endQueries = async () => {
    const { warehouse, workspace } = this.#options;
    await warehouse.endBuild(workspace.catalogue).catch(() => {});
  };

  constructor(options: PostgresRunOptions) {
    this.#options = options;
    this.workFolder = options.workFolder;
    this.access = { readable: [], target: options.target };
    this.resumed = options.resumed;
    options.signal.addEventListener('abort', this.#endQueries, { once: true });
  }

  async keepParse(): Promise<void> {
    await keepPostgresParse(this.#options.workspace, this.#options.outputFolder);
  }

  async sample(sql: string, limits: SelectLimits): Promise<Record<string, unknown>[]> {
    return await this.#options.warehouse.sample(this.#options.workspace.catalogue, sql, limits);
  }

  /** Every schema has the workspace's name before its own. */
  async requireReadable(): Promise<void> {}

  async publish(): Promise<void> {
    await this.#options.builds.noteEnd(placeOf(this.#options), this.#options.row.id);
  }

  /** What was built is in its place. */
  async keep(): Promise<void> {}

  /**
   * dbt was asked to end its queries, and may have been killed before it came to it. A server that does not answer ends
   * them by itself, and how the run ended stays what is told.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    const { signal, workFolder } = this.#options;
    signal.removeEventListener('abort', this.#endQueries);
    await this.#endQueries();
    await rm(workFolder, { recursive: true, force: true });
  }
}
