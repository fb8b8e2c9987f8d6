import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import {
  buildTiny,
  collectEvents,
  openTestDbt,
  publishSource,
  readRows,
  registerTiny,
  waitForEnd,
} from './dbt.fixture.ts';

const sources = 'sources: [{ name: raw, database: raw, schema: main, tables: [{ name: things }] }]\n';
const tiny = {
  'models/sources.yml': sources,
  'models/things.sql':
    "{{ config(materialized='table') }} select t.id, c.colour from {{ source('raw', 'things') }} t join {{ ref('colours') }} c using (id)",
  'models/red_things.sql': "select * from {{ ref('things') }} where colour = 'red'",
  'models/things.yml':
    'models: [{ name: things, columns: [{ name: id, data_tests: [unique, not_null] }] }]\n',
  'seeds/colours.csv': 'id,colour\n1,red\n2,blue\n',
};

async function openWithThings() {
  const opened = await openTestDbt({ bin: inject('pythonBin') });
  const { warehouse, orgA } = opened;
  await publishSource(warehouse, orgA, 'raw', 'create table things as select * from range(1, 3) t(id)');
  return opened;
}

it('builds a workspace, tells every node, and publishes its tables and views', async () => {
  const { dbt, warehouse, orgA, dataDir } = await openWithThings();
  const workspace = await registerTiny(dbt, tiny);
  expect(workspace.reads).toEqual(['raw']);
  await dbt.start();
  const requested = await dbt.runs.requestRun({ orgId: orgA, workspace: 'tiny', trigger: 'install' });
  expect(requested).toMatchObject({ state: 'queued', trigger: 'install', requested_by: null });
  const events = await collectEvents(dbt, orgA, requested.id);

  const run = await dbt.runs.get(orgA, requested.id);
  expect(run).toMatchObject({ state: 'success', error: null, node_count: 5, done_count: 5, failed_count: 0 });
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  const states = events.flatMap((event) => (event.kind === 'run' ? [event.run.state] : []));
  expect([...new Set(states)]).toEqual(['parsing', 'running', 'publishing', 'success']);
  const ofThings = events.flatMap((event) =>
    event.kind === 'node' && event.node.name === 'things' ? [event.node.state] : [],
  );
  expect(ofThings).toEqual(['queued', 'running', 'success']);

  expect(
    await readRows(warehouse, orgA, 'select id, colour from tiny.things order by id', ['tiny', 'raw']),
  ).toEqual([
    { id: 1, colour: 'red' },
    { id: 2, colour: 'blue' },
  ]);
  expect(await readRows(warehouse, orgA, 'select id from tiny.red_things')).toEqual([{ id: 1 }]);
  const { nodes, last_seq } = await dbt.runs.getWithNodes(orgA, run.id);
  expect(nodes.map((node) => node.state).sort()).toEqual(['pass', 'pass', 'success', 'success', 'success']);
  expect(last_seq).toBe(events.length);
  expect(await collectEvents(dbt, orgA, run.id, 3)).toEqual(events.slice(3));
  expect(await dbt.runs.getLog(orgA, run.id)).toContain('Completed successfully');
  const [shown] = await dbt.describeWorkspaces(orgA);
  expect(shown).toMatchObject({ state: 'ready', data_as_of: expect.any(String), last_run: { id: run.id } });
  const results = path.join(dataDir, 'dbt/runs', run.id, 'target/run_results.json');
  expect(JSON.parse(await readFile(results, 'utf8')).results).toHaveLength(5);
});

it('uses the last parse again, also for another organisation', async () => {
  const { dbt, warehouse, orgA, orgB } = await openWithThings();
  await publishSource(warehouse, orgB, 'raw', 'create table things as select 2 as id');
  await registerTiny(dbt, tiny);
  await dbt.start();
  expect(await buildTiny(dbt, orgA)).toMatchObject({ state: 'success' });
  const second = await buildTiny(dbt, orgB);
  expect(second.state).toBe('success');
  expect(await dbt.runs.getLog(orgB, second.id)).not.toMatch(/partial pars/i);
  expect(await readRows(warehouse, orgB, 'select id, colour from tiny.things')).toEqual([
    { id: 2, colour: 'blue' },
  ]);
});

it('keeps the old version when a test fails, and publishes with a warning', async () => {
  const { dbt, warehouse, orgA } = await openWithThings();
  const { folder } = await registerTiny(dbt, tiny);
  await dbt.start();
  expect((await buildTiny(dbt, orgA)).state).toBe('success');
  const count = () => readRows(warehouse, orgA, 'select count(*) as n from tiny.things');
  const test = path.join(folder, 'tests/no_things.sql');
  const write = (severity: string) =>
    writeFile(test, `{{ config(severity='${severity}') }} select * from {{ ref('things') }}`);
  await publishSource(warehouse, orgA, 'raw', 'create table things as select 1 as id');

  await (await import('node:fs/promises')).mkdir(path.dirname(test));
  await write('error');
  const failed = await buildTiny(dbt, orgA);
  expect(failed).toMatchObject({ state: 'error', failed_count: 1, error: { code: 'HF_DBT_BUILD_FAILED' } });
  expect(failed.error?.message).toContain('no_things');
  expect(await count()).toEqual([{ n: 2 }]);
  const failures = await dbt.testResults.list({ org_id: orgA, workspace: 'tiny', limit: 100 });
  const test_id = 'test.tiny.no_things';
  expect(failures.find(({ unique_id }) => unique_id === test_id)).toMatchObject({
    state: 'fail',
    failures: 1,
  });
  expect(await dbt.testResults.findFailingRows(failed.id, test_id)).toEqual({
    rows: [{ id: 1, colour: 'red' }],
  });
  expect(failures.filter(({ state }) => state === 'pass')).toHaveLength(4);

  await write('warn');
  expect((await buildTiny(dbt, orgA)).state).toBe('success');
  expect(await count()).toEqual([{ n: 1 }]);
});

it('runs tests without a new version, and says where there is nothing to test yet', async () => {
  const { dbt, orgA } = await openWithThings();
  await registerTiny(dbt, tiny);
  await dbt.start();
  const test = async () => {
    const request = { orgId: orgA, workspace: 'tiny', command: 'test', trigger: 'manual' } as const;
    return await waitForEnd(dbt, orgA, await dbt.runs.requestRun(request));
  };
  const early = await test();
  expect(early).toMatchObject({ state: 'error', error: { code: 'HF_DBT_BUILD_FAILED' } });
  expect(early.error?.message).toContain('does not exist');
  expect(await dbt.versions.list(orgA, 'tiny')).toEqual([]);

  await buildTiny(dbt, orgA);
  const versions = await dbt.versions.list(orgA, 'tiny');
  expect(await test()).toMatchObject({ state: 'success', node_count: 2, done_count: 2 });
  expect(await dbt.versions.list(orgA, 'tiny')).toEqual(versions);
  const next = await buildTiny(dbt, orgA);
  const { nodes } = await dbt.runs.getWithNodes(orgA, next.id);
  expect(nodes.find(({ name }) => name === 'things')?.state).toBe('unchanged');
});

it('keeps rows of incremental models over publishes', async () => {
  const { dbt, warehouse, orgA } = await openTestDbt({ bin: inject('pythonBin') });
  await registerTiny(dbt, {
    'models/runs.sql': "{{ config(materialized='incremental') }} select '{{ invocation_id }}' as run",
  });
  await dbt.start();
  await buildTiny(dbt, orgA);
  await buildTiny(dbt, orgA);
  expect(await readRows(warehouse, orgA, 'select count(distinct run) as n from tiny.runs')).toEqual([
    { n: 2 },
  ]);
});

it('says what a model that does not parse is, and what a selection that fits nothing is', async () => {
  const { dbt, orgA } = await openTestDbt({ bin: inject('pythonBin') });
  const { folder } = await registerTiny(dbt, { 'models/one.sql': 'select 1 as id' });
  await dbt.start();
  const nothing = await buildTiny(dbt, orgA, 'no_such_model');
  expect(nothing).toMatchObject({ state: 'error', error: { code: 'HF_DBT_NOTHING_SELECTED' } });
  await writeFile(path.join(folder, 'models/one.sql'), "select * from {{ ref('nowhere') }}");
  const broken = await buildTiny(dbt, orgA);
  expect(broken).toMatchObject({ state: 'error', error: { code: 'HF_DBT_PARSE_FAILED' } });
  expect(broken.error?.message).toContain('nowhere');
  expect(await dbt.describeWorkspaces(orgA)).toMatchObject([
    { state: 'quarantined', message: expect.stringContaining('nowhere') },
  ]);
});

it('begins a waiting run when dbt becomes ready', async () => {
  const { dbt, orgA, engine } = await openTestDbt();
  await registerTiny(dbt, { 'models/one.sql': 'select 1 as id' });
  await dbt.start();
  const run = await dbt.runs.requestRun({ orgId: orgA, workspace: 'tiny', trigger: 'manual' });
  expect(await dbt.describeWorkspaces(orgA)).toMatchObject([{ state: 'waiting' }]);
  expect((await dbt.runs.get(orgA, run.id)).state).toBe('queued');
  engine.makeReady(inject('pythonBin'));
  expect((await waitForEnd(dbt, orgA, run)).state).toBe('success');
});
