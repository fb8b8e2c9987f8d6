import { setTimeout } from 'node:timers/promises';
import type { RunEvent } from '@honeyframe/contract/api';
import { expect, it } from 'vitest';
import { buildTiny, publishSource, readRows, registerTiny, waitForEnd, writeFiles } from './dbt.fixture.ts';
import { admin, type OpenedOnPostgres, openOnPostgres } from './dbt-postgres.fixture.ts';
import { listProcessesIn } from './runner/processes.fixture.ts';

/** As long as an hour, and dbt cannot know. */
const endless = {
  'models/endless.sql': "{{ config(materialized='table') }} select pg_sleep(3600)::text as s",
};

async function startEndless({ dbt, orgA, database }: OpenedOnPostgres) {
  await registerTiny(dbt, endless);
  await dbt.start();
  const run = await dbt.runs.requestRun({ orgId: orgA, workspace: 'tiny', trigger: 'manual' });
  const isRunning = (event: RunEvent) => event.kind === 'node' && event.node.state === 'running';
  const signal = AbortSignal.timeout(120_000);
  for await (const event of await dbt.runs.follow(orgA, run.id, { after: 0, signal }))
    if (isRunning(event)) break;
  await waitForQueries(database, 1);
  return run;
}

const listQueries = ({ query }: OpenedOnPostgres['database']) =>
  query<{ query: string }>(
    "select query from pg_stat_activity where datname = current_database() and state = 'active' and query like '%pg_sleep%' and pid <> pg_backend_pid()",
  );

/** Looks again until there are so many. @returns how long that took, in milliseconds. */
async function waitForQueries(database: OpenedOnPostgres['database'], count: number): Promise<number> {
  const began = performance.now();
  while ((await listQueries(database)).length !== count) {
    if (performance.now() - began > 20_000) throw new Error(`there are not ${count} queries`);
    await setTimeout(50);
  }
  return performance.now() - began;
}

it('cancels a build and leaves neither process nor query', async () => {
  const opened = await openOnPostgres();
  const { dbt, orgA, dataDir, database } = opened;
  const run = await startEndless(opened);
  const began = performance.now();
  await dbt.runs.cancel(orgA, run.id, admin);
  const ended = await waitForEnd(dbt, orgA, run);
  expect(ended.state).toBe('cancelled');
  expect(await listProcessesIn(dataDir)).toEqual([]);
  expect(await listQueries(database)).toEqual([]);
  expect(performance.now() - began).toBeLessThan(4000);
});

it('leaves no query of a dbt that was killed', async () => {
  const opened = await openOnPostgres();
  const { dbt, orgA, dataDir, database } = opened;
  const run = await startEndless(opened);
  for (const pid of await listProcessesIn(dataDir)) process.kill(pid, 'SIGKILL');
  expect(await waitForQueries(database, 0)).toBeLessThan(4000);
  expect(await waitForEnd(dbt, orgA, run)).toMatchObject({
    state: 'error',
    error: { code: 'HF_DBT_CRASHED' },
  });
});

it('keeps rows that failed a test, and goes on with a build where it stopped', async () => {
  const { dbt, warehouse, orgA } = await openOnPostgres();
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
  const { dbt, warehouse, orgA } = await openOnPostgres();
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
