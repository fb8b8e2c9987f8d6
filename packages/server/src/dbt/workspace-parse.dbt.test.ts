import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, expect, inject, it, vi } from 'vitest';
import {
  buildTiny,
  createWorkspaceFolder,
  openTestDbt,
  readRows,
  registerTiny,
  type TestDbt,
  waitForEnd,
  writeFiles,
} from './dbt.fixture.ts';
import type { DbtOrder, DbtRunner } from './dbt-runner.ts';
import { WarmParentRunner } from './runner/warm-parent-runner.ts';

const log = { warn: (context: object) => expect.fail(JSON.stringify(context)) };
const warm = new WarmParentRunner({ log });
afterAll(() => warm.close());

/** Counts what dbt calls a full parse, whoever caused it. */
function countFullParses() {
  const counts = { full: 0, parses: 0, builds: 0 };
  const watch = (order: DbtOrder): DbtOrder => ({
    ...order,
    onEvent: (event) => {
      if (event.kind === 'log' && /Unable to do partial parsing/.test(event.line)) counts.full += 1;
      order.onEvent(event);
    },
  });
  const counting: DbtRunner = {
    build: (order) => {
      counts.builds += 1;
      return warm.build(watch(order));
    },
    parse: (order) => {
      counts.parses += 1;
      return warm.parse(watch(order));
    },
    docs: (order) => warm.docs(order),
    close: async () => {},
  };
  return { runner: counting, counts };
}

const one = { 'models/one.sql': 'select 1 as id' };
const get = ({ dbt }: TestDbt) => dbt.workspaces.get('tiny');

it('parses a version of a workspace once for all organisations', async () => {
  const { runner, counts } = countFullParses();
  const opened = await openTestDbt({ bin: inject('pythonBin'), runner, concurrency: 2 });
  const { dbt, database, orgA, orgB } = opened;
  const org = await database.queries
    .insertInto('orgs')
    .values({ slug: 'gamma', name: 'gamma' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await registerTiny(dbt, one);
  await dbt.start();
  const runs = await Promise.all([orgA, orgB, org.id].map((orgId) => buildTiny(dbt, orgId)));
  expect(runs.map((run) => run.state)).toEqual(['success', 'success', 'success']);
  expect(counts).toEqual({ full: 1, parses: 1, builds: 3 });
});

it('goes on from the parse of an earlier version that is gone, with the new files', async () => {
  const { runner, counts } = countFullParses();
  const opened = await openTestDbt({ bin: inject('pythonBin'), runner });
  const { dbt, warehouse, orgA } = opened;
  const { folder, staged } = await registerTiny(dbt, {
    'models/one.sql': "select '1' as said",
    'models/colours_said.sql': "select colour, {{ say() }} as said from {{ ref('colours') }}",
    'macros/say.sql': "{% macro say() %}'before'{% endmacro %}",
    'seeds/colours.csv': 'colour\nred\n',
  });
  await dbt.start();
  expect((await buildTiny(dbt, orgA)).state).toBe('success');
  await writeFiles(folder, {
    'models/one.sql': "select '2' as said",
    'macros/say.sql': "{% macro say() %}'after'{% endmacro %}",
  });
  const known = get(opened);
  if (known) await dbt.workspaces.register(known);
  await rm(path.dirname(staged?.project_folder ?? ''), { recursive: true });
  const again = await dbt.runs.requestRun({ orgId: orgA, workspace: 'tiny', trigger: 'manual', full: true });
  expect(await waitForEnd(dbt, orgA, again)).toMatchObject({ state: 'success', done_count: 3 });
  expect(counts.full).toBe(1);
  expect(await readRows(warehouse, orgA, 'select * from tiny.one')).toEqual([{ said: '2' }]);
  expect(await readRows(warehouse, orgA, 'select * from tiny.colours_said')).toEqual([
    { colour: 'red', said: 'after' },
  ]);
});

it('knows the models of a workspace before any run', async () => {
  const opened = await openTestDbt({ bin: inject('pythonBin') });
  await registerTiny(opened.dbt, one);
  await opened.dbt.start();
  const manifest = get(opened)?.staged?.manifest ?? '';
  const text = await vi.waitFor(() => readFile(manifest, 'utf8'), { timeout: 120_000, interval: 100 });
  expect(Object.keys(JSON.parse(text).nodes)).toEqual(['model.tiny.one']);
});

it('quarantines what dbt cannot parse at its file and line, without a run, and lets it go when it is mended', async () => {
  const opened = await openTestDbt({ bin: inject('pythonBin') });
  const { dbt, orgA } = opened;
  const { folder } = await registerTiny(dbt, one);
  await dbt.start();
  expect((await buildTiny(dbt, orgA)).state).toBe('success');
  const model = path.join(folder, 'models/one.sql');
  await writeFile(model, 'select 1 as id\n,\n{{ 1 + }} as broken\n');
  const known = get(opened);
  if (known) await dbt.workspaces.register(known);
  await vi.waitFor(() => expect(get(opened)?.state).toBe('quarantined'), { timeout: 120_000 });
  expect(get(opened)?.diagnostics).toMatchObject([
    { code: 'HF_DBT_PARSE_FAILED', plugin: 'tiny', file: model, line: 3 },
  ]);
  const refused = await buildTiny(dbt, orgA);
  expect(refused).toMatchObject({ state: 'error', error: { code: 'HF_DBT_PARSE_FAILED' }, node_count: 0 });
  const [shown] = await dbt.describeWorkspaces(orgA);
  expect(shown).toMatchObject({ state: 'quarantined', data_as_of: expect.any(String) });
  await writeFile(model, 'select 2 as id');
  expect((await buildTiny(dbt, orgA)).state).toBe('success');
  expect(get(opened)).toMatchObject({ state: 'ready', message: null, diagnostics: [] });
});

it('remembers over a restart what dbt said', async () => {
  const { runner, counts } = countFullParses();
  const opened = await openTestDbt({ bin: inject('pythonBin'), runner });
  const workspace = await registerTiny(opened.dbt, {
    'models/one.sql': "select * from {{ ref('nowhere') }}",
  });
  await opened.dbt.start();
  await vi.waitFor(() => expect(get(opened)?.state).toBe('quarantined'), { timeout: 120_000 });
  const another = await opened.openAnother();
  expect(await another.workspaces.register(workspace)).toMatchObject({
    state: 'quarantined',
    message: expect.stringContaining('nowhere'),
  });
  expect(counts.parses).toBe(1);
});

it('says what is wrong with a workspace that is not registered, and keeps nothing of it', async () => {
  const { dbt, dataDir, engine } = await openTestDbt();
  const registration = { slug: 'tiny', display_name: 'Tiny', owner: 'tiny', requires: [] };
  const good = { ...registration, folder: await createWorkspaceFolder(one) };
  expect(await dbt.parseWorkspace(good)).toBeUndefined();
  engine.makeReady(inject('pythonBin'));
  expect(await dbt.parseWorkspace(good)).toEqual([]);
  const folder = await createWorkspaceFolder({
    'models/one.sql': 'select 1 as id',
    'models/one.yml': 'models:\n  - name: one\n    columns: [name: id\n',
  });
  expect(await dbt.parseWorkspace({ ...registration, folder })).toMatchObject([
    { severity: 'error', file: path.join(folder, 'models/one.yml') },
  ]);
  expect(dbt.workspaces.list()).toEqual([]);
  expect(await readdir(path.join(dataDir, 'dbt/workspaces'))).toEqual([]);
  expect(await readdir(path.join(dataDir, 'dbt/parses'))).toEqual([]);
});
