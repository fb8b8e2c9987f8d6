import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { buildTiny, publishSource, registerTiny } from '../dbt.fixture.ts';
import {
  admin,
  type OpenedOnPostgres,
  openOnPostgres,
  useWarehouseServer,
} from '../runs/warehouse/postgres/postgres-organisation.fixture.ts';

const server = useWarehouseServer();

type Opened = Pick<OpenedOnPostgres, 'dbt'>;

async function settle({ dbt }: Opened, orgId: string) {
  let answer = await dbt.docs.request(orgId, 'tiny');
  const ask = async () => {
    answer = await dbt.docs.request(orgId, 'tiny');
    return answer.state;
  };
  await expect.poll(ask, { timeout: 120_000, interval: 500 }).not.toBe('making');
  return answer;
}

async function makeDocs(opened: Opened, orgId: string) {
  expect(await settle(opened, orgId)).toEqual({ state: 'ready', message: null });
  return JSON.parse(await readFile(await opened.dbt.docs.find(orgId, 'tiny', 'catalog.json'), 'utf8'));
}

it('documents the tables of an organisation’s own PostgreSQL, of that one alone, and changes nothing there', async () => {
  const opened = await openOnPostgres(server);
  const { dbt, warehouse, postgres, orgA, orgB, database } = opened;
  const other = await server.createDatabase();
  await postgres.connections.set(orgB, other, admin);
  for (const [org, column] of [
    [orgA, 'of_a'],
    [orgB, 'of_b'],
  ] as const)
    await publishSource(warehouse, org, 'raw', `create table things as select 1 as id, true as ${column}`);
  await registerTiny(dbt, {
    'models/sources.yml':
      'sources: [{ name: raw, database: raw, schema: main, tables: [{ name: things }] }]\n',
    'models/one.sql': "{{ config(materialized='table') }} select * from {{ source('raw', 'things') }}",
    'models/marts/two.sql': "{{ config(schema='marts') }} select id::bigint as id from {{ ref('one') }}",
  });
  await dbt.start();
  await expect(dbt.docs.request(orgA, 'tiny')).rejects.toMatchObject({ code: 'HF_DBT_DOCS_NOTHING_BUILT' });
  expect((await buildTiny(dbt, orgA, 'one two')).error).toBeNull();
  expect((await buildTiny(dbt, orgB, 'one')).error).toBeNull();
  const page = async (org: string) => await readFile(await dbt.docs.find(org, 'tiny', 'index.html'), 'utf8');
  const catalog = await makeDocs(opened, orgA);
  expect(catalog.nodes['model.tiny.one'].columns).toMatchObject({
    id: { type: 'integer' },
    of_a: { type: 'boolean' },
  });
  expect(catalog.nodes['model.tiny.two'].columns.id).toMatchObject({ type: 'bigint' });
  expect(catalog.sources['source.tiny.raw.things'].columns.of_a).toMatchObject({ type: 'boolean' });
  expect(await page(orgA)).toContain('model.tiny.one');
  expect(Object.keys((await makeDocs(opened, orgB)).nodes)).toEqual(['model.tiny.one']);
  expect(await page(orgB)).not.toContain('of_a');
  // Compiling runs what Jinja asks for.
  await registerTiny(dbt, {
    'models/one.sql':
      "{% if execute and flags.WHICH == 'generate' %}{% do run_query('drop table tiny.one') %}{% endif %} select 1 as id",
  });
  expect(await settle(opened, orgA)).toMatchObject({
    state: 'failed',
    message: expect.stringContaining('must be owner'),
  });
  expect(await database.query('select of_a from tiny.one')).toEqual([{ of_a: true }]);
});
