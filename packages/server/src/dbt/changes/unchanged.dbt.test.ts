import { expect, inject, it } from 'vitest';
import {
  buildTiny,
  openTestDbt,
  publishSource,
  readRows,
  registerTiny,
  type TestDbt,
  waitForEnd,
  writeFiles,
} from '../dbt.fixture.ts';

/** A workspace of each kind of thing that a build may leave out; every number in it is an edit. */
function write(n: Readonly<Record<string, number>>) {
  const table = "{{ config(materialized='table') }}";
  return {
    'dbt_project.yml': `name: tiny\nversion: 1.0.0\nprofile: other\nvars: { step: ${n.variable} }\n`,
    'macros/plus.sql': `{% macro plus(x) %}({{ x }} + ${n.macro}){% endmacro %}`,
    'seeds/colours.csv': `id,colour\n1,red\n2,blue${n.seed}\n`,
    'models/s.yml':
      'sources: [{ name: raw, database: raw, schema: main, tables: [{ name: things }, { name: others }] }]\nmodels: [{ name: things, columns: [{ name: id, data_tests: [unique, not_null] }] }]\n',
    'models/things.sql': `${table} select id, {{ plus('id') }} as more, ${n.model} as m from {{ source('raw', 'things') }}`,
    'models/painted.sql': `select t.id, c.colour from {{ ref('things') }} t left join {{ ref('colours') }} c using (id)`,
    'models/counted.sql': `${table} with p as (select colour from {{ ref('painted') }}) select colour, count(*) as n, ${n.leaf} as l from p group by 1`,
    'models/stepped.sql': `${table} select {{ var('step') }} as step`,
    'models/apart.sql': `{{ config(materialized='table', tags=['t${n.tag}']) }} select ${n.apart} as n`,
    'models/reads_apart.sql': `${table} select n * 2 as n from {{ ref('apart') }}`,
    // Nobody tells dbt that it reads raw data.
    'models/hidden.sql': `${table} 
      select count(*) + ${n.hidden} as n from raw.main.things`,
    'models/clock.sql': `${table} select now() is not null as is_now`,
    'tests/few.sql': `select * from {{ ref('things') }} where id > ${100 + (n.test ?? 0)}`,
  };
}

const tables = [
  'things',
  'painted',
  'counted',
  'stepped',
  'apart',
  'reads_apart',
  'colours',
  'clock',
  'hidden',
];
const edits = [
  'variable',
  'macro',
  'seed',
  'model',
  'leaf',
  'tag',
  'apart',
  'hidden',
  'test',
  'data',
  'nothing',
];

async function readAll({ warehouse }: TestDbt, orgId: string): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const name of tables)
    all[name] = await readRows(warehouse, orgId, `select * from tiny.${name} order by all`, ['tiny', 'raw']);
  return all;
}

/** Numbers that look random and are the same in each run of the test. */
function* pick(seed: number): Generator<string> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield edits[Math.floor(state / 65_536) % edits.length] ?? 'nothing';
  }
}

const statesOf = async ({ dbt }: TestDbt, orgId: string, id: string) => {
  const { nodes } = await dbt.runs.getWithNodes(orgId, id);
  return Object.fromEntries(nodes.map(({ name, state }) => [name, state]));
};

async function open() {
  const opened = await openTestDbt({ bin: inject('pythonBin') });
  const { dbt, warehouse, orgA, orgB } = opened;
  const n = Object.fromEntries(edits.map((edit) => [edit, 1]));
  const { folder } = await registerTiny(dbt, write(n));
  const load = async () => {
    const rows = `create table things as select * from range(1, ${3 + (n.data ?? 0)}) t(id)`;
    for (const org of [orgA, orgB])
      await publishSource(warehouse, org, 'raw', rows, 'create table others (id int)');
  };
  await load();
  await dbt.start();
  const edit = async (what: string) => {
    n[what] = (n[what] ?? 0) + 1;
    await writeFiles(folder, write(n));
    if (what === 'data') await load();
  };
  const build = async (orgId: string, full: boolean) => {
    const run = await dbt.runs.requestRun({ orgId, workspace: 'tiny', trigger: 'manual', full });
    return await waitForEnd(dbt, orgId, run);
  };
  return { ...opened, edit, build };
}

it('leaves out exactly what nothing has changed for, and says since when', async () => {
  const opened = await open();
  const { build, edit, orgA, dbt, warehouse } = opened;
  expect(await build(orgA, false)).toMatchObject({ error: null, state: 'success' });
  const first = await warehouse.files.current(orgA, 'tiny');

  const again = await build(orgA, false);
  expect(again).toMatchObject({ state: 'success', failed_count: 0 });
  const always = { clock: 'success', hidden: 'success' };
  const isUnchanged = (names: string[]) => Object.fromEntries(names.map((name) => [name, 'unchanged']));
  const rest = ['colours', 'things', 'painted', 'counted', 'stepped', 'apart', 'reads_apart'];
  const tests = ['few', 'unique_things_id', 'not_null_things_id'];
  expect(await statesOf(opened, orgA, again.id)).toEqual({ ...always, ...isUnchanged([...rest, ...tests]) });
  const { nodes } = await dbt.runs.getWithNodes(orgA, again.id);
  const message = nodes.find(({ name }) => name === 'things')?.message;
  expect(message).toMatch(/^Nothing that it reads has changed since 20\d\d-/);
  expect((await warehouse.files.current(orgA, 'tiny'))?.version).toBe((first?.version ?? 0) + 1);

  await edit('apart');
  const edited = await statesOf(opened, orgA, (await build(orgA, false)).id);
  const untouched = rest.filter((name) => !name.includes('apart'));
  expect(edited).toEqual({
    ...always,
    ...isUnchanged([...untouched, ...tests]),
    apart: 'success',
    reads_apart: 'success',
  });

  const full = await build(orgA, true);
  expect(full).toMatchObject({ state: 'success', full: true });
  expect(Object.values(await statesOf(opened, orgA, full.id))).not.toContain('unchanged');

  const selected = await buildTiny(dbt, orgA, 'apart');
  expect(await statesOf(opened, orgA, selected.id)).toEqual({ apart: 'unchanged' });
  expect(await buildTiny(dbt, orgA, 'no_such')).toMatchObject({ error: { code: 'HF_DBT_NOTHING_SELECTED' } });
});

it('gives the same rows as a full build over any row of edits, selections and roll-backs', async () => {
  const opened = await open();
  const { build, edit, orgA, orgB, dbt } = opened;
  const seed = Number(process.env.HONEYFRAME_TEST_SEED ?? 7);
  const changes = pick(seed);
  await build(orgA, false);
  const done: string[] = [];
  for (let step = 0; step < 7; step += 1) {
    const what = changes.next().value as string;
    await edit(what);
    done.push(what);
    // Tables older than the rest must not pass for what a build of all would make.
    if (step % 3 === 1) await buildTiny(dbt, orgA, step % 2 === 0 ? 'counted' : 'things');
    const by = { id: null, name: 'test' };
    if (step === 4) await dbt.versions.rollBack({ orgId: orgA, workspace: 'tiny', by });
    const story = `seed ${seed}: ${done.join(', ')}`;
    expect(await build(orgA, false), story).toMatchObject({ state: 'success' });
    expect(await build(orgB, true), story).toMatchObject({ state: 'success' });
    expect(await readAll(opened, orgA), story).toEqual(await readAll(opened, orgB));
  }
});
