import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DbtRun, RunEvent } from '@honeyframe/contract/api';
import { createTestDatabase } from '@honeyframe/testkit';
import { onTestFinished } from 'vitest';
import { createSqlAuditLog } from '../audit/index.ts';
import { type Database, openDatabase } from '../database/index.ts';
import { createPgBossJobQueue } from '../jobs/index.ts';
import {
  createPostgresParts,
  createWarehouse,
  type PostgresParts,
  type PublishOptions,
  type Warehouses,
} from '../warehouse/index.ts';
import { type CreateDbtOptions, createDbt, type Dbt } from './create-dbt.ts';
import type { DbtRunner } from './dbt-runner.ts';
import { SwitchedEngine } from './engine/switched-engine.fixture.ts';
import { WarmParentRunner } from './runner/warm-parent-runner.ts';

export interface TestDbt {
  readonly dbt: Dbt;
  readonly database: Database;
  readonly warehouse: Warehouses;
  readonly postgres: PostgresParts;
  readonly dataDir: string;
  /** Of the database, as its owner. */
  readonly url: string;
  readonly orgA: string;
  readonly orgB: string;
  readonly engine: SwitchedEngine;
  /** A second platform on the same database and folder. */
  openAnother(options?: Partial<CreateDbtOptions>): Promise<Dbt>;
}

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

// One parent for all test files of a worker: its imports take longer than most of what is tested. It starts with the
// first run, and ends with the worker.
const runner = new WarmParentRunner({ log: quiet });
const sharedRunner: DbtRunner = {
  build: (order) => runner.build(order),
  parse: (order) => runner.parse(order),
  docs: (order) => runner.docs(order),
  close: async () => {},
};

/** Everything that dbt needs, real; the test's end closes and removes it. */
export async function openTestDbt(
  options: Partial<CreateDbtOptions> & { bin?: string; allowedHosts?: readonly string[] } = {},
): Promise<TestDbt> {
  const dataDir = await createFolder('honeyframe-dbt-');
  const testDatabase = await createTestDatabase();
  onTestFinished(() => testDatabase.drop());
  const database = await openDatabase({ url: testDatabase.url, secretKey: Buffer.alloc(32, 1) });
  onTestFinished(() => database.close());
  const { queries } = database;
  const auditLog = createSqlAuditLog(queries);
  const secretKey = Buffer.alloc(32, 1);
  const allowedHosts = options.allowedHosts ?? [];
  const postgres = createPostgresParts({ queries, auditLog, secretKey, allowedHosts });
  const warehouse = await createWarehouse({ queries, dataDir, postgres });
  onTestFinished(() => warehouse.close());
  const engine = new SwitchedEngine(options.bin);
  const open = async (overrides: Partial<CreateDbtOptions> = {}) => {
    const queue = await createPgBossJobQueue({ connectionString: testDatabase.url, log: quiet });
    onTestFinished(() => queue.stop({ drain: false }));
    const refreshExtract = async () => {};
    const parts = {
      database,
      queue,
      files: warehouse.files,
      readers: warehouse.readers,
      postgres,
      engine,
      dataDir,
      auditLog,
      log: quiet,
      secretKey,
      // Bounds belong to a runner.
      ...(options.bounds ? {} : { runner: sharedRunner }),
    };
    const dbt = createDbt({ ...parts, refreshExtract, ...options, ...overrides });
    onTestFinished(() => dbt.close());
    return dbt;
  };
  const [orgA, orgB] = [await insertOrg(database, 'acme'), await insertOrg(database, 'beta')];
  return {
    dbt: await open(),
    database,
    warehouse,
    postgres,
    dataDir,
    url: testDatabase.url,
    orgA,
    orgB,
    engine,
    openAnother: open,
  };
}

async function insertOrg({ queries }: Database, slug: string): Promise<string> {
  const values = { slug, name: slug };
  const row = await queries.insertInto('orgs').values(values).returning('id').executeTakeFirstOrThrow();
  return row.id;
}

async function createFolder(prefix: string): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), prefix)));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with a dbt project of these files. */
export async function createWorkspaceFolder(files: Record<string, string>): Promise<string> {
  const folder = await createFolder('honeyframe-workspace-');
  await writeFiles(folder, { 'dbt_project.yml': 'name: tiny\nversion: 1.0.0\nprofile: other\n', ...files });
  return folder;
}

export async function writeFiles(folder: string, files: Record<string, string>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
}

/** Registers a workspace `tiny` of these files. */
export async function registerTiny(dbt: Dbt, files: Record<string, string>, requires: string[] = []) {
  const folder = await createWorkspaceFolder(files);
  return await dbt.workspaces.register({
    slug: 'tiny',
    display_name: 'Tiny',
    owner: 'tiny',
    folder,
    requires,
  });
}

/** Every event of a run, until its end. */
export async function collectEvents(dbt: Dbt, orgId: string, id: string, after = 0): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  const signal = AbortSignal.timeout(120_000);
  for await (const event of await dbt.runs.follow(orgId, id, { after, signal })) events.push(event);
  return events;
}

/** The run when it is over. */
export async function waitForEnd(dbt: Dbt, orgId: string, run: Pick<DbtRun, 'id'>): Promise<DbtRun> {
  const events = await collectEvents(dbt, orgId, run.id);
  const last = events.at(-1);
  if (last?.kind !== 'end') throw new Error(`the stream ended without an end: ${JSON.stringify(last)}`);
  return last.run;
}

/** Requests a run and waits for it. */
export async function buildTiny(dbt: Dbt, orgId: string, select?: string): Promise<DbtRun> {
  const run = await dbt.runs.requestRun({ orgId, workspace: 'tiny', trigger: 'manual', select });
  return await waitForEnd(dbt, orgId, run);
}

/** Publishes a raw source with the tables of these statements. */
export async function publishSource(
  warehouse: Warehouses,
  orgId: string,
  name: string,
  ...statements: readonly string[]
): Promise<void> {
  await publishFile(warehouse, { orgId, kind: 'source', name }, statements);
}

/** Publishes a version of a workspace with the relations of these statements, without any dbt. */
export async function publishWorkspace(
  warehouse: Warehouses,
  orgId: string,
  name: string,
  ...statements: readonly string[]
): Promise<void> {
  await publishFile(warehouse, { orgId, kind: 'workspace', name }, statements);
}

/** Publishes a version of `tiny` with the table `one`, without any dbt. */
export async function publishTiny(warehouse: Warehouses, orgId: string, id: number): Promise<void> {
  await publishWorkspace(warehouse, orgId, 'tiny', `create table one as select ${id} as id`);
}

async function publishFile(
  { files }: Warehouses,
  { orgId, kind, name }: Pick<PublishOptions, 'orgId' | 'kind' | 'name'>,
  statements: readonly string[],
): Promise<void> {
  await using draft = await files.createDraft(orgId, name);
  const draftFile = path.join(draft.folder, `${name}.duckdb`);
  const instance = await DuckDBInstance.create(draftFile);
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
  await files.publish({ orgId, kind, name, draftFile });
}

/** Reads the organisation's tables as a router would. */
export async function readRows(
  { readers }: Warehouses,
  orgId: string,
  statement: string,
  names: readonly string[] = ['tiny'],
): Promise<unknown[]> {
  return await readers.reader({ orgId, names, ownWorkspace: 'tiny' }).query(statement);
}
