import path from 'node:path';
import { expect, it } from 'vitest';
import { buildTiny, publishSource, readRows, registerTiny, waitForEnd } from '../../../dbt.fixture.ts';
import { admin, openOnPostgres, useWarehouseServer } from './postgres-organisation.fixture.ts';

const server = useWarehouseServer();

const tiny = {
  'models/sources.yml': 'sources: [{ name: raw, database: raw, schema: main, tables: [{ name: things }] }]\n',
  'models/stg_things.sql': "select id, kind from {{ source('raw', 'things') }}",
  'models/things.sql':
    "{{ config(materialized='table') }} select t.id, c.colour from {{ ref('stg_things') }} t join {{ ref('colours') }} c using (id)",
  'models/marts/counts.sql':
    "{{ config(materialized='table', schema='marts') }} select colour, count(*) as n from {{ ref('things') }} group by 1",
  'models/seen.sql':
    "{{ config(materialized='incremental', unique_key='id') }} select id, '{{ invocation_id }}' as run from {{ ref('things') }} {% if is_incremental() %} where id not in (select id from {{ this }}) {% endif %}",
  'models/things.yml':
    'models: [{ name: things, columns: [{ name: id, data_tests: [unique, not_null] }] }]\n',
  'snapshots/past.sql':
    "{% snapshot past %}{{ config(unique_key='id', strategy='check', check_cols=['colour']) }} select * from {{ ref('things') }}{% endsnapshot %}",
  'seeds/colours.csv': 'id,colour\n1,red\n2,blue\n',
};

it('builds a workspace in the organisation’s own PostgreSQL, and readers see its tables', async () => {
  const { dbt, warehouse, orgA, orgB } = await openOnPostgres(server);
  await publishSource(
    warehouse,
    orgA,
    'raw',
    "create table things as select id, 'k' || id as kind from range(1, 3) t(id)",
  );
  await registerTiny(dbt, tiny);
  await dbt.start();
  const run = await buildTiny(dbt, orgA);
  expect(run.error).toBeNull();
  expect(run).toMatchObject({ state: 'success', failed_count: 0 });
  const read = (sql: string) => readRows(warehouse, orgA, sql, ['tiny', 'raw']);
  expect(await read('select id, colour from tiny.things order by id')).toEqual([
    { id: 1, colour: 'red' },
    { id: 2, colour: 'blue' },
  ]);
  expect(await read('select * from tiny__marts.counts order by colour')).toEqual([
    { colour: 'blue', n: 1 },
    { colour: 'red', n: 1 },
  ]);
  const again = await buildTiny(dbt, orgA);
  expect(again.error).toBeNull();
  expect(await read('select count(distinct run) as n from tiny.seen')).toEqual([{ n: 1 }]);
  expect(await read('select count(*) as n from tiny.past')).toEqual([{ n: 2 }]);
  const page = { page: 1, page_size: 50, sort: 'name', direction: 'asc' } as const;
  const { rows } = await dbt.catalogue.list(orgA, { ...page, search: 'counts' });
  expect(rows).toMatchObject([{ name: 'counts', row_count: 2, data_as_of: expect.any(String) }]);
  expect(await dbt.catalogue.preview(orgA, rows[0]?.id ?? '', { actor: admin })).toMatchObject({
    columns: [{ name: 'colour' }, { name: 'n', type: 'bigint' }],
    row_count: 2,
  });
  const [shown] = await dbt.describeWorkspaces(orgA);
  expect(shown?.data_as_of).toEqual(expect.any(String));
  await expect(readRows(warehouse, orgB, 'select * from tiny.things')).rejects.toMatchObject({
    code: 'HF_WAREHOUSE_NOT_BUILT',
  });
});

it('builds the platform’s own workspace there', async () => {
  const { warehouse, orgA, openAnother } = await openOnPostgres(server);
  const dbt = await openAnother({ refreshExtract: (orgId) => warehouse.extract.refresh(orgId) });
  const folder = path.resolve(import.meta.dirname, '../../../../../../../dbt');
  const own = { display_name: 'Platform', owner: 'platform', requires: [], folder };
  await dbt.workspaces.register({ slug: 'platform', ...own });
  await dbt.start();
  const run = await dbt.runs.requestRun({ orgId: orgA, workspace: 'platform', trigger: 'manual' });
  expect((await waitForEnd(dbt, orgA, run)).error).toBeNull();
  const events = await readRows(
    warehouse,
    orgA,
    "select event_count > 0 as some from platform.audit_events_by_action where action = 'dbt_run.requested'",
    ['platform'],
  );
  expect(events).toEqual([{ some: true }]);
});
