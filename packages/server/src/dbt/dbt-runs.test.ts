import { access, mkdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import {
  collectEvents,
  openTestDbt,
  publishSource,
  readRows,
  registerTiny,
  waitForEnd,
} from './dbt.fixture.ts';
import { MemoryDbtRunner, playNode } from './memory-dbt-runner.fixture.ts';

const admin = { id: '00000000-0000-4000-8000-000000000001', name: 'admin@example.com' };
const one = { 'models/one.sql': 'select 1 as id' };

async function openWithRunner(files: Record<string, string> = one) {
  const runner = new MemoryDbtRunner();
  const opened = await openTestDbt({ bin: '/nowhere', runner });
  await registerTiny(opened.dbt, files);
  const request = (orgId = opened.orgA, select?: string) =>
    opened.dbt.runs.requestRun({ orgId, workspace: 'tiny', trigger: 'manual', requestedBy: admin, select });
  return { ...opened, runner, request };
}

it('takes a run from the queue, publishes it, and shows events as they happen', async () => {
  const { dbt, runner, request, orgA, warehouse } = await openWithRunner();
  await dbt.start();
  const run = await request();
  expect(run).toMatchObject({ state: 'queued', requested_by: admin.name, started_at: null });
  const events = collectEvents(dbt, orgA, run.id);
  const build = await runner.next();
  expect((await dbt.runs.get(orgA, run.id)).state).toBe('parsing');
  playNode(build);
  expect((await dbt.runs.get(orgA, run.id)).state).toBe('running');
  build.finish();
  expect((await events).at(-1)).toMatchObject({ kind: 'end', run: { state: 'success', done_count: 1 } });
  expect(await readRows(warehouse, orgA, 'select id from tiny.one')).toEqual([{ id: 1 }]);
  await expect(access(build.order.work_folder)).rejects.toThrow('ENOENT');
});

it('gives a run its private copy, links with constant names, and the same profile each time', async () => {
  const { dbt, runner, request, orgA, orgB, warehouse } = await openWithRunner({
    ...one,
    'models/s.yml': 'sources: [{ name: raw, database: raw, tables: [{ name: t }] }]',
  });
  for (const org of [orgA, orgB])
    await publishSource(warehouse, org, 'raw', 'create table t as select 1 as id');
  await dbt.start();
  const profiles = [];
  for (const org of [orgA, orgB]) {
    const run = await request(org);
    const build = await runner.next();
    const raw = await warehouse.files.current(org, 'raw');
    expect(await readlink(path.join(build.order.work_folder, 'raw.duckdb'))).toBe(raw?.path);
    expect(build.order.readable).toEqual([raw?.path]);
    profiles.push(await readFile(path.join(build.order.work_folder, 'profiles.yml'), 'utf8'));
    playNode(build);
    build.finish();
    expect((await waitForEnd(dbt, org, run)).state).toBe('success');
  }
  expect(profiles[0]).toBe(profiles[1]);
  expect(JSON.parse(profiles[0] ?? '').honeyframe.outputs.honeyframe.path).toBe('tiny.duckdb');
});

it('builds a workspace for one organisation at a time, on any number of platforms', async () => {
  const { dbt, runner, request, orgA, openAnother } = await openWithRunner();
  const other = await openAnother({ runner });
  await registerTiny(other, one);
  await dbt.start();
  await other.start();
  const first = await request();
  const build = await runner.next();
  const second = await request();
  const same = await request();
  expect(second.id).not.toBe(first.id);
  expect(same.id).toBe(second.id);
  playNode(build);
  build.finish();
  await waitForEnd(dbt, orgA, first);
  const next = await runner.next();
  expect(runner.builds).toHaveLength(2);
  playNode(next);
  next.finish();
  expect((await waitForEnd(dbt, orgA, second)).state).toBe('success');
});

it('cancels a queued run without starting it', async () => {
  const { dbt, runner, request, orgA } = await openWithRunner();
  const run = await request();
  expect(await dbt.runs.cancel(orgA, run.id, admin)).toMatchObject({ state: 'cancelled' });
  await dbt.start();
  expect(await collectEvents(dbt, orgA, run.id)).toMatchObject([
    { kind: 'end', seq: 1, run: { state: 'cancelled' } },
  ]);
  expect(runner.builds).toEqual([]);
});

it('cancels a run that another platform builds', async () => {
  const { dbt, runner, request, orgA, openAnother } = await openWithRunner();
  await dbt.start();
  const other = await openAnother({ runner });
  const run = await request();
  await runner.next();
  await other.runs.cancel(orgA, run.id, admin);
  expect(await waitForEnd(other, orgA, run)).toMatchObject({ state: 'cancelled' });
});

it('takes a run up again that was queued before a restart', async () => {
  const { dbt, runner, request, orgA, openAnother } = await openWithRunner();
  const run = await request();
  await dbt.close();
  const restarted = await openAnother({ runner });
  await registerTiny(restarted, one);
  await restarted.start();
  const build = await runner.next();
  playNode(build);
  build.finish();
  expect((await waitForEnd(restarted, orgA, run)).state).toBe('success');
});

it('calls a run lost whose platform is gone, and lets the next one build', async () => {
  const { dbt, database, runner, request, orgA } = await openWithRunner();
  const run = await request();
  const lease_until = sql<Date>`now() - interval '1 second'`;
  await database.queries.updateTable('dbt_runs').set({ state: 'running', lease_until }).execute();
  const node = {
    unique_id: 'model.tiny.one',
    name: 'one',
    resource_type: 'model',
    state: 'running',
    position: 0,
  };
  await database.queries
    .insertInto('dbt_run_nodes')
    .values({ ...node, run_id: run.id })
    .execute();
  const next = await request();
  await dbt.start();
  expect(await waitForEnd(dbt, orgA, run)).toMatchObject({
    state: 'lost',
    error: { code: 'HF_DBT_RUN_LOST' },
  });
  expect((await dbt.runs.getWithNodes(orgA, run.id)).nodes).toMatchObject([{ state: 'error' }]);
  const build = await runner.next();
  playNode(build);
  build.finish();
  expect((await waitForEnd(dbt, orgA, next)).state).toBe('success');
});

it('calls a run done whose tables readers have, when its platform was killed before it said so', async () => {
  const { dbt, database, runner, request, orgA, openAnother } = await openWithRunner();
  await dbt.start();
  const run = await request();
  const build = await runner.next();
  playNode(build);
  build.finish();
  await waitForEnd(dbt, orgA, run);
  await dbt.close();
  const { queries } = database;
  await queries.deleteFrom('dbt_run_events').where('kind', '=', 'end').execute();
  const lease_until = sql<Date>`now() - interval '1 second'`;
  const unfinished = { state: 'publishing', finished_at: null, is_end_told: false, lease_until };
  await queries.updateTable('dbt_runs').set(unfinished).execute();
  const next = await openAnother();
  await next.start();
  expect(await waitForEnd(next, orgA, run)).toMatchObject({ state: 'success', error: null });
  expect((await next.runs.getWithNodes(orgA, run.id)).nodes).toMatchObject([{ state: 'success' }]);
});

it('does not publish what another platform thought lost', async () => {
  const { dbt, database, runner, request, orgA, warehouse } = await openWithRunner();
  await dbt.start();
  const run = await request();
  const build = await runner.next();
  await database.queries.updateTable('dbt_runs').set({ state: 'lost', finished_at: sql`now()` }).execute();
  playNode(build);
  build.finish();
  expect((await waitForEnd(dbt, orgA, run)).state).toBe('lost');
  expect(await warehouse.files.current(orgA, 'tiny')).toBeUndefined();
});

it.each([
  [{ exit_code: 1 }, 'HF_DBT_BUILD_FAILED'],
  [{ exit_code: 2, stderr: 'no such option' }, 'HF_DBT_PARSE_FAILED'],
  [{ exit_code: null, exit_signal: 'SIGKILL' }, 'HF_DBT_CRASHED'],
  [{ exit_code: 2, timed_out: true }, 'HF_DBT_TIMEOUT'],
])('ends as an error and publishes nothing: %j', async (outcome, code) => {
  const { dbt, runner, request, orgA, warehouse } = await openWithRunner();
  await dbt.start();
  const run = await request();
  (await runner.next()).finish(outcome);
  expect(await waitForEnd(dbt, orgA, run)).toMatchObject({ state: 'error', error: { code } });
  expect(await warehouse.files.current(orgA, 'tiny')).toBeUndefined();
});

it('does not call a build green that built nothing', async () => {
  const { dbt, runner, request, orgA } = await openWithRunner();
  await dbt.start();
  const run = await request();
  (await runner.next()).finish();
  expect(await waitForEnd(dbt, orgA, run)).toMatchObject({
    state: 'error',
    error: { code: 'HF_DBT_NOTHING_SELECTED' },
  });
});

it('refuses sources of plugins that are not required, the extract, and sources without data', async () => {
  const reads = (database: string) => ({
    ...one,
    'models/s.yml': `sources: [{ name: s, database: ${database}, tables: [{ name: t }] }]`,
  });
  const { dbt, runner, request, orgA } = await openWithRunner();
  await dbt.start();
  const otherFolder = (await registerTiny(dbt, one)).folder;
  const other = {
    slug: 'other-one',
    display_name: 'Other',
    owner: 'other-one',
    folder: otherFolder,
    requires: [],
  };
  await dbt.workspaces.register(other);
  const errorOf = async () => (await waitForEnd(dbt, orgA, await request())).error?.code;
  await registerTiny(dbt, reads('other_one'));
  expect(await errorOf()).toBe('HF_DBT_SOURCE_FORBIDDEN');
  const shown = (await dbt.describeWorkspaces(orgA)).find(({ slug }) => slug === 'tiny');
  expect(shown).toMatchObject({ state: 'quarantined', message: expect.stringContaining('other_one') });
  await registerTiny(dbt, reads('honeyframe'));
  expect(await errorOf()).toBe('HF_DBT_SOURCE_FORBIDDEN');
  await registerTiny(dbt, reads('other_one'), ['other-one']);
  expect(await errorOf()).toBe('HF_DBT_SOURCE_MISSING');
  await registerTiny(dbt, { 'dbt_project.yml': 'name: tiny\nseed-paths: [/etc]' });
  expect(await errorOf()).toBe('HF_DBT_WORKSPACE_REFUSED');
  expect(runner.builds).toEqual([]);
});

it('refreshes the extract before the platform’s own workspace is built', async () => {
  const runner = new MemoryDbtRunner();
  const refreshed: string[] = [];
  const refreshExtract = async (orgId: string) => void refreshed.push(orgId);
  const { dbt, orgA } = await openTestDbt({ bin: '/nowhere', runner, refreshExtract });
  const { folder } = await registerTiny(dbt, one);
  await dbt.workspaces.register({
    slug: 'platform',
    display_name: 'Platform',
    owner: 'platform',
    folder,
    requires: [],
  });
  await dbt.start();
  await dbt.runs.requestRun({ orgId: orgA, workspace: 'platform', trigger: 'manual' });
  await runner.next();
  expect(refreshed).toEqual([orgA]);
});

it('keeps runs of other organisations out of sight, and options out of selections', async () => {
  const { dbt, request, orgA, orgB } = await openWithRunner();
  const run = await request();
  await expect(dbt.runs.get(orgB, run.id)).rejects.toMatchObject({ code: 'HF_CORE_NOT_FOUND' });
  await expect(dbt.runs.cancel(orgB, run.id, admin)).rejects.toMatchObject({ code: 'HF_CORE_NOT_FOUND' });
  const signal = new AbortController().signal;
  await expect(dbt.runs.follow(orgB, run.id, { after: 0, signal })).rejects.toMatchObject({
    code: 'HF_CORE_NOT_FOUND',
  });
  expect((await dbt.runs.list({ org_id: orgB, limit: 10, offset: 0 })).total).toBe(0);
  await expect(request(orgA, 'one --profiles-dir /tmp')).rejects.toMatchObject({
    code: 'HF_CORE_INPUT_INVALID',
  });
  await expect(
    dbt.runs.requestRun({ orgId: orgA, workspace: 'nowhere', trigger: 'manual' }),
  ).rejects.toMatchObject({ code: 'HF_DBT_WORKSPACE_UNKNOWN' });
});

it('keeps the newest two hundred runs of a workspace, and artifacts of the newest ten', async () => {
  const { dbt, database, runner, request, orgA, dataDir } = await openWithRunner();
  const old = Array.from({ length: 205 }, (_, index) => ({
    org_id: orgA,
    workspace: 'tiny',
    state: 'success',
    trigger: 'manual',
    queued_at: new Date(index * 1000),
    finished_at: new Date(index * 1000),
  }));
  const inserted = await database.queries.insertInto('dbt_runs').values(old).returning('id').execute();
  const folders = inserted.map(({ id }) => path.join(dataDir, 'dbt/runs', id));
  for (const folder of folders.slice(-10)) await mkdir(folder, { recursive: true });
  await dbt.start();
  await request();
  const build = await runner.next();
  playNode(build);
  build.finish();
  await dbt.close();
  expect((await dbt.runs.list({ org_id: orgA, limit: 1, offset: 0 })).total).toBe(200);
  await expect(access(folders.at(-10) ?? '')).rejects.toThrow('ENOENT');
  await access(folders.at(-9) ?? '');
});

it('does not publish a build that began before a roll-back, and begins the next one with what readers see', async () => {
  const { dbt, runner, request, orgA, warehouse } = await openWithRunner();
  await dbt.start();
  const buildOnce = async () => {
    const run = await request();
    const build = await runner.next();
    playNode(build);
    return { run, build };
  };
  for (const _ of [1, 2]) {
    const { run, build } = await buildOnce();
    build.finish();
    await waitForEnd(dbt, orgA, run);
  }
  const { run, build } = await buildOnce();
  const order = { orgId: orgA, workspace: 'tiny', by: admin };
  expect(await dbt.versions.rollBack(order)).toMatchObject([
    { version: 2, is_current: false },
    { version: 1, is_current: true },
  ]);
  build.finish();
  expect((await waitForEnd(dbt, orgA, run)).error?.code).toBe('HF_WAREHOUSE_POINTER_MOVED');
  expect((await warehouse.files.current(orgA, 'tiny'))?.version).toBe(1);
  const next = await buildOnce();
  next.build.finish();
  await waitForEnd(dbt, orgA, next.run);
  expect((await warehouse.files.current(orgA, 'tiny'))?.version).toBe(3);
});

it('refuses a run of a plugin that is switched off, and cancels one that was queued before', async () => {
  let isEnabled = true;
  const runner = new MemoryDbtRunner();
  const { dbt, orgA } = await openTestDbt({ bin: '/nowhere', runner, isOwnerEnabled: async () => isEnabled });
  await registerTiny(dbt, one);
  const request = () => dbt.runs.requestRun({ orgId: orgA, workspace: 'tiny', trigger: 'manual' });
  const run = await request();
  isEnabled = false;
  await expect(request()).rejects.toMatchObject({ code: 'HF_DBT_WORKSPACE_UNKNOWN' });
  await dbt.start();
  const ended = await waitForEnd(dbt, orgA, run);
  expect(ended).toMatchObject({ state: 'cancelled', error: { code: 'HF_DBT_OWNER_DISABLED' } });
});
