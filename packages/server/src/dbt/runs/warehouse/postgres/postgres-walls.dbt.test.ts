import { expect, it } from 'vitest';
import {
  buildTiny,
  createWorkspaceFolder,
  publishSource,
  readRows,
  registerTiny,
  waitForEnd,
} from '../../../dbt.fixture.ts';
import {
  admin,
  type OpenedOnPostgres,
  openOnPostgres,
  useWarehouseServer,
} from './postgres-organisation.fixture.ts';

const server = useWarehouseServer();

/** A second plugin with a secret of its own. */
async function buildOther({ dbt, orgA }: OpenedOnPostgres): Promise<void> {
  const folder = await createWorkspaceFolder({
    'dbt_project.yml': 'name: other\nversion: 1.0.0\nprofile: other\n',
    'models/secrets.sql': "{{ config(materialized='table') }} select 'hidden' as word",
  });
  const registration = { slug: 'other', display_name: 'Other', owner: 'other', requires: [], folder };
  await dbt.workspaces.register(registration);
  const run = await dbt.runs.requestRun({ orgId: orgA, workspace: 'other', trigger: 'manual' });
  expect((await waitForEnd(dbt, orgA, run)).error).toBeNull();
}

const hostile: Readonly<Record<string, string>> = {
  reads_other: "{{ config(materialized='table') }} select * from other.secrets",
  writes_other:
    "{{ config(materialized='table', post_hook='create table other.planted as select 1 as one') }} select 1 as one",
  makes_schema: "{{ config(materialized='table', pre_hook='create schema mine') }} select 1 as one",
  becomes_admin:
    "{{ config(materialized='table', pre_hook='reset role; create role intruder superuser') }} select 1 as one",
  reads_files: "{{ config(materialized='table') }} select pg_read_file('/etc/passwd') as text",
  reads_source: "{{ config(materialized='table') }} select * from private.people",
  runs_programs:
    "{{ config(materialized='table', pre_hook=\"copy (select 1) to program 'true'\") }} select 1 as one",
};

it('keeps a hostile workspace within what it reads and owns', async () => {
  const opened = await openOnPostgres(server);
  const { dbt, warehouse, orgA, database } = opened;
  await publishSource(warehouse, orgA, 'private', "create table people as select 'Ann' as name");
  await dbt.start();
  await buildOther(opened);
  await database.query('create schema private; create table private.people (name text)');
  const models = Object.entries(hostile).map(([name, sql]) => [`models/${name}.sql`, sql]);
  await registerTiny(dbt, {
    ...Object.fromEntries(models),
    'models/spies.sql':
      "select '{{ env_var('HONEYFRAME_WAREHOUSE', 'nothing') }} {{ target.password | default('nothing') }}' as seen",
  });
  const run = await buildTiny(dbt, orgA);
  expect(run.error?.code).toBe('HF_DBT_BUILD_FAILED');
  const { nodes } = await dbt.runs.getWithNodes(orgA, run.id);
  const states = Object.fromEntries(nodes.map(({ name, state }) => [name, state]));
  expect(states).toEqual({
    ...Object.fromEntries(Object.keys(hostile).map((name) => [name, 'error'])),
    spies: 'success',
  });
  for (const node of nodes.filter(({ state }) => state === 'error'))
    expect(node.message).toMatch(/permission denied|must be|Only roles/i);
  expect(await database.query('select seen from tiny.spies')).toEqual([{ seen: 'nothing nothing' }]);
  expect(await database.query('select word from other.secrets')).toEqual([{ word: 'hidden' }]);
  const log = await dbt.runs.getLog(orgA, run.id);
  expect(log).not.toContain('SCRAM');
});

it('lets queries of a plugin read what they name, and nothing else', async () => {
  const opened = await openOnPostgres(server);
  const { dbt, warehouse, orgA, database } = opened;
  await dbt.start();
  await buildOther(opened);
  await registerTiny(dbt, { 'models/one.sql': 'select 1 as id' });
  expect((await buildTiny(dbt, orgA)).error).toBeNull();
  const read = (sql: string) => readRows(warehouse, orgA, sql);
  expect(await read('select id from tiny.one')).toEqual([{ id: 1 }]);
  await expect(read('select * from other.secrets')).rejects.toMatchObject({
    code: 'HF_WAREHOUSE_QUERY_FAILED',
    message: expect.stringContaining('permission denied'),
  });
  for (const sql of ['drop view tiny.one', 'create table tiny.two (id int)', 'select 1; select 2'])
    await expect(read(sql)).rejects.toMatchObject({ code: 'HF_WAREHOUSE_STATEMENT_REFUSED' });
  await expect(read('with gone as (delete from tiny.one returning *) select * from gone')).rejects.toThrow();
  // Whoever lifts the limits of his session gains nothing by it.
  expect(await read("select set_config('role', 'none', false) as role")).toEqual([{ role: 'none' }]);
  await expect(read('select * from other.secrets')).rejects.toThrow('permission denied');
  await expect(read('select * from pg_authid')).rejects.toThrow('permission denied');
  expect(await database.query('select id from tiny.one')).toEqual([{ id: 1 }]);
});

it('keeps two organisations apart that build on one server', async () => {
  const { dbt, warehouse, postgres, orgA, orgB, database } = await openOnPostgres(server);
  await expect(postgres.connections.set(orgB, database, admin)).rejects.toMatchObject({
    code: 'HF_WAREHOUSE_CONNECTION_UNFIT',
  });
  const other = await server.createDatabase();
  await postgres.connections.set(orgB, other, admin);
  await registerTiny(dbt, { 'models/one.sql': "select '{{ invocation_id }}' as run" });
  await dbt.start();
  expect((await buildTiny(dbt, orgA)).error).toBeNull();
  await expect(readRows(warehouse, orgB, 'select * from tiny.one')).rejects.toMatchObject({
    code: 'HF_WAREHOUSE_NOT_BUILT',
  });
  expect((await buildTiny(dbt, orgB)).error).toBeNull();
  const [a, b] = [
    await readRows(warehouse, orgA, 'select run from tiny.one'),
    await readRows(warehouse, orgB, 'select run from tiny.one'),
  ];
  expect(a).not.toEqual(b);
  expect(await database.query('select run from tiny.one')).toEqual(a);
  expect(await other.query('select run from tiny.one')).toEqual(b);
});
