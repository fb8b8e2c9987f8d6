import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import {
  buildTiny,
  createWorkspaceFolder,
  openTestDbt,
  publishSource,
  registerTiny,
  waitForEnd,
} from '../dbt.fixture.ts';

const tiny = {
  'models/sources.yml':
    'sources: [{ name: raw, database: raw, schema: main, tables: [{ name: things, description: "Things." }] }]\n',
  'models/things.sql':
    "{{ config(materialized='table') }} select t.id, c.colour from {{ source('raw', 'things') }} t join {{ ref('colours') }} c using (id)",
  'models/red_things.sql': "select * from {{ ref('things') }} where colour = 'red'",
  'models/inner.sql': "{{ config(materialized='ephemeral') }} select 1 as id",
  'models/things.yml': `
models:
  - name: things
    description: What there is.
    config: { tags: [core] }
    columns:
      - { name: id, description: Its number., data_tests: [unique, not_null] }
      - { name: colour, data_tests: [{ accepted_values: { arguments: { values: [red] } } }] }
unit_tests:
  - name: red_alone
    model: red_things
    given: [{ input: ref('things'), rows: [{ id: 1, colour: red }, { id: 2, colour: blue }] }]
    expect: { rows: [{ id: 1, colour: red }] }
exposures:
  - { name: by_colour, label: Things by colour, type: dashboard, owner: { name: us }, depends_on: [ref('red_things')] }
`,
  'seeds/colours.csv': 'id,colour\n1,red\n2,blue\n',
};
const query = { page: 1, page_size: 50, sort: 'name', direction: 'asc' } as const;

async function openBuilt(files: Record<string, string>) {
  const opened = await openTestDbt({ bin: inject('pythonBin') });
  const { dbt, warehouse, orgA } = opened;
  await publishSource(warehouse, orgA, 'raw', 'create table things as select * from range(1, 3) t(id)');
  const { folder } = await registerTiny(dbt, files);
  await dbt.start();
  return { ...opened, folder, run: await buildTiny(dbt, orgA) };
}

const withoutFailure = {
  ...tiny,
  'models/things.yml': tiny['models/things.yml'].replace('[red]', '[red, blue]'),
};

it('describes what dbt built: states, rows, tests, columns and the SQL that ran', async () => {
  const { dbt, orgA, run } = await openBuilt(withoutFailure);
  expect(run).toMatchObject({ state: 'success' });
  const { rows } = await dbt.catalogue.list(orgA, query);
  expect(rows.map(({ name, kind, state, row_count }) => [name, kind, state, row_count])).toEqual([
    ['colours', 'seed', 'success', 2],
    ['inner', 'model', 'success', null],
    ['red_things', 'model', 'success', 1],
    ['things', 'model', 'success', 2],
    ['things', 'source', 'success', 2],
  ]);
  const things = await dbt.catalogue.get(orgA, 'tiny:model.tiny.things');
  expect(things).toMatchObject({
    ...{ relation: 'tiny.things', tags: ['core'], description: 'What there is.', last_run_id: run.id },
    ...{ tests: { passed: 3, failed: 0, total: 3 }, file: 'models/things.sql' },
    columns: [
      { name: 'id', type: 'BIGINT', description: 'Its number.', tests: ['unique', 'not_null'] },
      { name: 'colour', type: 'VARCHAR', tests: ['accepted_values'] },
    ],
    upstream: [
      { name: 'things', kind: 'source' },
      { name: 'colours', kind: 'seed' },
    ],
    downstream: [{ name: 'red_things' }],
  });
  expect(things.compiled_sql).toContain('"raw"."main"."things"');
  expect(things.tests_on_it.map(({ last }) => last?.state)).toEqual(['pass', 'pass', 'pass']);
  const red = await dbt.catalogue.get(orgA, 'tiny:model.tiny.red_things');
  expect(red.tests_on_it).toMatchObject([{ name: 'red_alone', last: { state: 'pass' } }]);
  const { nodes, incomplete } = await dbt.catalogue.lineage(orgA, { tests: false });
  expect(nodes.find(({ kind }) => kind === 'block')).toMatchObject({ name: 'Things by colour' });
  expect(incomplete).toEqual([]);
});

it('shows a failed test, and the time and SQL of the rows that readers still see', async () => {
  const { dbt, orgA, folder } = await openBuilt(withoutFailure);
  const id = 'tiny:model.tiny.things';
  const before = await dbt.catalogue.get(orgA, id);
  await writeFile(path.join(folder, 'models/things.yml'), tiny['models/things.yml']);
  const failed = await buildTiny(dbt, orgA);
  expect(failed.state).toBe('error');
  const after = await dbt.catalogue.get(orgA, id);
  // Its own build had nothing to do; the test was changed.
  expect(after).toMatchObject({
    ...{ state: 'unchanged', data_as_of: before.data_as_of, last_run_id: failed.id },
    tests: { passed: 2, failed: 1, total: 3 },
    compiled_sql: before.compiled_sql,
  });
});

it('joins a workspace to the tables of another that it reads', async () => {
  const { dbt, orgA } = await openBuilt(withoutFailure);
  const folder = await createWorkspaceFolder({
    'dbt_project.yml': 'name: other\nversion: 1.0.0\nprofile: any\n',
    'models/sources.yml':
      'sources: [{ name: tiny, database: tiny, schema: main, tables: [{ name: things }] }]\n',
    'models/counted.sql':
      "{{ config(materialized='table') }} select count(*) as n from {{ source('tiny', 'things') }}",
  });
  await dbt.workspaces.register({
    ...{ slug: 'other', display_name: 'Other', owner: 'other', folder, requires: ['tiny'] },
  });
  const run = await dbt.runs.requestRun({ orgId: orgA, workspace: 'other', trigger: 'manual' });
  expect(await waitForEnd(dbt, orgA, run)).toMatchObject({ state: 'success' });
  const counted = await dbt.catalogue.get(orgA, 'other:model.other.counted');
  expect(counted.upstream).toMatchObject([
    { id: 'tiny:model.tiny.things', kind: 'model', workspace: 'tiny' },
  ]);
  const by = { id: null, name: 'test' };
  expect(await dbt.catalogue.preview(orgA, 'other:source.other.tiny.things', { actor: by })).toMatchObject({
    columns: [{ name: 'id' }, { name: 'colour' }],
    row_count: 2,
  });
});
