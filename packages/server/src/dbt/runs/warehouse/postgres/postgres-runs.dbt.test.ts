import { expect, it } from 'vitest';
import {
  buildTiny,
  publishSource,
  readRows,
  registerTiny,
  waitForEnd,
  writeFiles,
} from '../../../dbt.fixture.ts';
import { admin, openOnPostgres, useWarehouseServer } from './postgres-organisation.fixture.ts';

const server = useWarehouseServer();

it('keeps rows that failed a test, and goes on with a build where it stopped', async () => {
  const { dbt, warehouse, orgA } = await openOnPostgres(server);
  const { folder } = await registerTiny(dbt, {
    'models/first.sql': "{{ config(materialized='table') }} select 1 as id, '{{ invocation_id }}' as run",
    'models/second.sql':
      "{{ config(materialized='table') }} select id / (select n from {{ source('raw', 'switch') }}) as id from {{ ref('first') }}",
    'models/sources.yml':
      'sources: [{ name: raw, database: raw, schema: main, tables: [{ name: switch }] }]\n',
    'tests/none_first.sql': "{{ config(severity='warn') }} select id from {{ ref('first') }}",
  });
  await publishSource(warehouse, orgA, 'raw', 'create table switch as select 0 as n');
  await dbt.start();
  const failed = await buildTiny(dbt, orgA);
  expect(failed).toMatchObject({ state: 'error', error: { code: 'HF_DBT_BUILD_FAILED' } });
  expect(failed.error?.message).toContain('division by zero');
  expect(await dbt.testResults.findFailingRows(failed.id, 'test.tiny.none_first')).toEqual({
    rows: [{ id: 1 }],
  });

  const resumed = await dbt.runs.resume(orgA, failed.id, admin);
  expect((await waitForEnd(dbt, orgA, resumed)).state).toBe('error');
  const { nodes } = await dbt.runs.getWithNodes(orgA, resumed.id);
  expect(nodes.map(({ name }) => name)).toEqual(['second']);

  await publishSource(warehouse, orgA, 'raw', 'create table switch as select 1 as n');
  await expect(dbt.runs.resume(orgA, resumed.id, admin)).rejects.toMatchObject({
    code: 'HF_DBT_RESUME_IMPOSSIBLE',
    message: expect.stringContaining("newer data of 'raw'"),
  });
  expect((await buildTiny(dbt, orgA)).error).toBeNull();
  expect(await readRows(warehouse, orgA, 'select id from tiny.second')).toEqual([{ id: 1 }]);
  await writeFiles(folder, { 'models/second.sql': "select * from {{ ref('first') }}" });
  await expect(dbt.runs.resume(orgA, resumed.id, admin)).rejects.toMatchObject({
    code: 'HF_DBT_RESUME_IMPOSSIBLE',
  });
});

it('brings newer data of a raw source along, of every type, and keeps views that stand on it', async () => {
  const { dbt, warehouse, orgA } = await openOnPostgres(server);
  await registerTiny(dbt, {
    'models/all.sql': "select * from {{ source('raw', 'things') }}",
    'models/sources.yml':
      'sources: [{ name: raw, database: raw, schema: main, tables: [{ name: things }] }]\n',
  });
  const things = (id: number) => `create table "Things" as select ${id} as "Id", 12.50::decimal(8,2) as price,
    'says "hi",\n  twice' as text, '' as empty, null::varchar as nothing, date '2024-02-29' as day,
    timestamp '2024-02-29 12:30:00.25' as at, timestamptz '2024-02-29 12:30:00+02' as there, true as yes,
    '\\xAB\\x01'::blob as bytes, [1, 2] as list, {'a': 1} as struct, 9007199254740993 as large, 0.5::double as half`;
  await publishSource(warehouse, orgA, 'raw', things(1));
  await dbt.start();
  expect((await buildTiny(dbt, orgA)).error).toBeNull();
  const read = () => readRows(warehouse, orgA, 'select * from tiny.all', ['tiny', 'raw']);
  const row = {
    ...{ id: 1, price: 12.5, text: 'says "hi",\n  twice', empty: '', nothing: null, day: '2024-02-29' },
    ...{ at: '2024-02-29T12:30:00.250Z', there: '2024-02-29T10:30:00.000Z', yes: true, bytes: 'qwE=' },
    ...{ list: [1, 2], struct: { a: 1 }, large: '9007199254740993', half: 0.5 },
  };
  expect(await read()).toEqual([row]);
  await publishSource(warehouse, orgA, 'raw', things(2));
  const tests = await dbt.runs.requestRun({
    orgId: orgA,
    workspace: 'tiny',
    trigger: 'manual',
    select: 'no_such',
  });
  await waitForEnd(dbt, orgA, tests);
  // That run built nothing, but the view shows the rows that came along.
  expect(await read()).toEqual([{ ...row, id: 2 }]);
});
