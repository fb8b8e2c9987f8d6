import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { FolderKeptDrafts } from '../warehouse/files/kept-drafts.ts';
import { createWarehouse } from '../warehouse/index.ts';
import {
  openTestDbt,
  publishSource,
  publishTiny,
  readRows,
  registerTiny,
  type TestDbt,
  waitForEnd,
} from './dbt.fixture.ts';
import { type HeldBuild, MemoryDbtRunner, playNode } from './memory-dbt-runner.fixture.ts';

const admin = { id: '00000000-0000-4000-8000-000000000001', name: 'admin@example.com' };
const files = {
  'models/one.sql': 'select 1 as id',
  'models/s.yml': 'sources: [{ name: raw, database: raw, tables: [{ name: t }] }]',
};

async function openWithRunner() {
  const runner = new MemoryDbtRunner();
  const opened = await openTestDbt({ bin: '/nowhere', runner });
  const { dbt, orgA, warehouse } = opened;
  const { folder } = await registerTiny(dbt, files);
  await publishSource(warehouse, orgA, 'raw', 'create table t as select 1 as id');
  await dbt.start();
  const begin = async () => {
    const run = await dbt.runs.requestRun({
      orgId: orgA,
      workspace: 'tiny',
      trigger: 'manual',
      select: 'one+',
    });
    return { run, build: await runner.next() };
  };
  const resume = (id: string) => dbt.runs.resume(orgA, id, admin);
  const end = (run: { id: string }) => waitForEnd(dbt, orgA, run);
  return { ...opened, runner, begin, resume, end, folder };
}

/** Leaves a table in the draft, as a model that was built does. */
async function buildTable({ order }: HeldBuild, name: string): Promise<void> {
  const instance = await DuckDBInstance.create(path.join(order.work_folder, 'tiny.duckdb'));
  const connection = await instance.connect();
  await connection.run(`create table ${name} as select 1 as id`);
  connection.closeSync();
  instance.closeSync();
}

const leftOut = async ({ order }: HeldBuild) =>
  JSON.parse(await readFile(path.join(order.work_folder, 'leave_out.json'), 'utf8'));

async function failAfterTwo(opened: Awaited<ReturnType<typeof openWithRunner>>) {
  const { begin, end } = opened;
  const { run, build } = await begin();
  await buildTable(build, 'a');
  playNode(build, 'a');
  playNode(build, 'b');
  const node = { unique_id: 'model.tiny.c', name: 'c', resource_type: 'model', materialisation: 'table' };
  const at = '2026-01-01T00:00:00.000Z';
  const result = { status: 'error', seconds: 1, rows: null, message: 'no such column' };
  build.order.onEvent({ kind: 'node_finished', node, at, ...result });
  build.finish({ exit_code: 1 });
  expect(await end(run)).toMatchObject({ state: 'error' });
  return run;
}

it('goes on with a failed run: on its draft, without what it had built', async () => {
  const opened = await openWithRunner();
  const { runner, resume, end, orgA, warehouse } = opened;
  const failed = await failAfterTwo(opened);
  const resumed = await resume(failed.id);
  expect(resumed).toMatchObject({ trigger: 'resume', resumed_from: failed.id, requested_by: admin.name });
  const build = await runner.next();
  expect(build.order.select).toBe('one+');
  expect(await leftOut(build)).toEqual(['model.tiny.a', 'model.tiny.b']);
  playNode(build, 'c');
  build.finish();
  expect(await end(resumed)).toMatchObject({ state: 'success', done_count: 1 });
  expect(await readRows(warehouse, orgA, 'select id from tiny.a')).toEqual([{ id: 1 }]);
});

it('goes on with a run that was itself resumed, and was cancelled', async () => {
  const opened = await openWithRunner();
  const { dbt, runner, resume, end, orgA } = opened;
  const second = await resume((await failAfterTwo(opened)).id);
  const build = await runner.next();
  await buildTable(build, 'c');
  playNode(build, 'c');
  await dbt.runs.cancel(orgA, second.id, admin);
  expect(await end(second)).toMatchObject({ state: 'cancelled' });
  const third = await resume(second.id);
  const next = await runner.next();
  expect((await leftOut(next)).sort()).toEqual(['model.tiny.a', 'model.tiny.b', 'model.tiny.c']);
  // All is built: what is left is to publish it.
  next.order.onEvent({ kind: 'nothing_selected' });
  next.finish();
  expect(await end(third)).toMatchObject({ state: 'success' });
});

it('goes on with a lost run from the draft that a killed platform left', async () => {
  const { database, runner, begin, end, openAnother, orgA, dataDir } = await openWithRunner();
  const { run, build } = await begin();
  await buildTable(build, 'a');
  playNode(build, 'a');
  await expect
    .poll(async () => (await database.queries.selectFrom('dbt_run_nodes').selectAll().execute()).length)
    .toBe(1);
  // What the start of the next platform finds: the draft, and a run whose lease is over.
  const drafts = path.join(dataDir, 'warehouse', '.drafts');
  expect(await readdir(drafts)).toEqual([`${orgA}.tiny.${run.id}`]);
  const warehouse = await createWarehouse({ queries: database.queries, dataDir });
  expect(await readdir(path.join(dataDir, 'warehouse')).then((names) => names.includes('.drafts'))).toBe(
    false,
  );
  await database.queries.updateTable('dbt_runs').set({ state: 'lost', finished_at: sql`now()` }).execute();
  build.finish({ exit_code: null, exit_signal: 'SIGKILL' });
  await end(run);
  const restarted = await openAnother({ runner, files: warehouse.files });
  await registerTiny(restarted, files);
  await restarted.start();
  const resumed = await restarted.runs.resume(orgA, run.id, admin);
  const next = await runner.next();
  expect(await leftOut(next)).toEqual(['model.tiny.a']);
  playNode(next, 'b');
  next.finish();
  expect(await end(resumed)).toMatchObject({ state: 'success' });
  expect(await readRows({ ...warehouse }, orgA, 'select id from tiny.a')).toEqual([{ id: 1 }]);
  await warehouse.close();
});

it('builds anew what had built nothing', async () => {
  const { runner, begin, resume, end } = await openWithRunner();
  const { run, build } = await begin();
  build.finish({ exit_code: 2, stderr: 'no such option' });
  await end(run);
  const resumed = await resume(run.id);
  const next = await runner.next();
  await expect(leftOut(next)).rejects.toThrow('ENOENT');
  playNode(next);
  next.finish();
  expect(await end(resumed)).toMatchObject({ state: 'success', resumed_from: run.id });
});

it('goes on with a run in which checks alone had passed: on what readers see', async () => {
  const { runner, begin, resume, end, warehouse, orgA } = await openWithRunner();
  await publishTiny(warehouse, orgA, 1);
  const { run, build } = await begin();
  const checked = { unique_id: 'test.tiny.t', name: 't', resource_type: 'test', materialisation: null };
  const told = { at: '2026-01-01T00:00:00.000Z', seconds: 1, rows: 0, message: null };
  build.order.onEvent({ kind: 'node_finished', node: checked, status: 'pass', ...told });
  build.finish({ exit_code: 2, stderr: 'ended' });
  await end(run);
  const resumed = await resume(run.id);
  const next = await runner.next();
  expect(await leftOut(next)).toEqual(['test.tiny.t']);
  await buildTable(next, 'b');
  playNode(next, 'b');
  next.finish();
  expect(await end(resumed)).toMatchObject({ state: 'success' });
  expect(await readRows(warehouse, orgA, 'select id from tiny.b')).toEqual([{ id: 1 }]);
});

const changes: [string, (opened: TestDbt & { folder: string }) => Promise<void>][] = [
  ['newer data', ({ warehouse, orgA }) => publishSource(warehouse, orgA, 'raw', 'create table t (id int)')],
  ['published anew', ({ warehouse, orgA }) => publishTiny(warehouse, orgA, 2)],
];

it.each(changes)('refuses to go on when what it read is not the same any more: %s', async (_, change) => {
  const opened = await openWithRunner();
  const failed = await failAfterTwo(opened);
  await change(opened);
  await expect(opened.resume(failed.id)).rejects.toMatchObject({ code: 'HF_DBT_RESUME_IMPOSSIBLE' });
  expect((await opened.dbt.runs.list({ org_id: opened.orgA, limit: 9, offset: 0 })).total).toBe(1);
});

it('refuses to go on when the workspace has changed', async () => {
  const opened = await openWithRunner();
  const { resume, runner, end, folder } = opened;
  const failed = await failAfterTwo(opened);
  await writeFile(path.join(folder, 'models/one.sql'), 'select 2 as id');
  const resumed = await resume(failed.id);
  expect(await end(resumed)).toMatchObject({
    state: 'error',
    error: { code: 'HF_DBT_RESUME_IMPOSSIBLE', message: expect.stringContaining('workspace has changed') },
  });
  expect(runner.builds).toHaveLength(1);
});

it('refuses runs that succeeded, that go on, and of other organisations', async () => {
  const { begin, resume, end, dbt, orgB } = await openWithRunner();
  const { run, build } = await begin();
  await expect(resume(run.id)).rejects.toMatchObject({ code: 'HF_DBT_RESUME_IMPOSSIBLE' });
  await expect(dbt.runs.resume(orgB, run.id, admin)).rejects.toMatchObject({ code: 'HF_CORE_NOT_FOUND' });
  playNode(build);
  build.finish();
  await end(run);
  await expect(resume(run.id)).rejects.toMatchObject({ code: 'HF_DBT_RESUME_IMPOSSIBLE' });
});

it('does not keep what filled the disk', async () => {
  const { begin, end, resume } = await openWithRunner();
  const { run, build } = await begin();
  await buildTable(build, 'a');
  playNode(build, 'a');
  const exceeded = { what: 'disk' as const, limit_bytes: 1024 ** 2 };
  build.finish({ exit_code: null, exit_signal: 'SIGKILL', exceeded });
  expect(await end(run)).toMatchObject({ state: 'error', error: { code: 'HF_DBT_DISK' } });
  await expect(resume(run.id)).rejects.toMatchObject({ code: 'HF_DBT_RESUME_IMPOSSIBLE' });
});

it('keeps one draft of a workspace, and none that is too large', async () => {
  const opened = await openWithRunner();
  const { dbt, resume, dataDir, orgA, orgB } = opened;
  const first = await failAfterTwo(opened);
  const second = await failAfterTwo(opened);
  expect(await readdir(path.join(dataDir, 'warehouse/.kept', orgA, 'tiny'))).toEqual([second.id]);
  await writeFile(path.join(dataDir, 'dbt/runs', second.id, 'dbt.jsonl'), 'said');
  const use = await dbt.versions.measure(orgA);
  expect(Math.min(use.unfinished_bytes, use.artifacts_bytes)).toBeGreaterThan(0);
  expect(await dbt.versions.measure(orgB)).toMatchObject({ unfinished_bytes: 0, artifacts_bytes: 0 });
  await expect(resume(first.id)).rejects.toMatchObject({ code: 'HF_DBT_RESUME_IMPOSSIBLE' });
  const small = new FolderKeptDrafts(path.join(dataDir, 'warehouse'), 10);
  const owner = { orgId: orgA, name: 'other', key: 'k' };
  await writeFile(path.join(dataDir, 'other.duckdb'), 'more than ten bytes');
  expect(await small.keep(owner, { folder: dataDir })).toBe(false);
  expect(await small.has(owner)).toBe(false);
});
