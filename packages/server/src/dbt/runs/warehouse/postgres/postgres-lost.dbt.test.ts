import { expect, it } from 'vitest';
import { buildTiny, collectEvents, readRows, registerTiny } from '../../../dbt.fixture.ts';
import { killPlatform } from '../../../kill-platform.fixture.ts';
import { listProcessesIn } from '../../../runner/processes.fixture.ts';
import { listBuildSessions, openOnPostgres, useWarehouseServer } from './postgres-organisation.fixture.ts';

const server = useWarehouseServer();

/** Killed after it has made its table anew, in a transaction that is open. */
const endless = {
  'models/done.sql': "{{ config(materialized='table') }} select 1 as id",
  'models/endless.sql':
    "{{ config(materialized='table', post_hook='select pg_sleep(3600)') }} select id from {{ ref('done') }}",
};
const relations =
  "select relname as name from pg_class where relnamespace = 'tiny'::regnamespace and relkind in ('r', 'v') order by 1";

it('leaves nothing of a build whose platform was killed, and builds again', async () => {
  const { dbt, url, dataDir, warehouse, orgA, database, engine, openAnother } = await openOnPostgres(server);
  const bin = engine.bin ?? '';
  const { folder } = await registerTiny(dbt, endless);
  const id = await killPlatform([url, dataDir, bin, folder, orgA, server.host], async () => {
    await expect.poll(() => listBuildSessions(database), { timeout: 10_000 }).toEqual(['pg_sleep']);
  });
  const killed = performance.now();
  await expect.poll(() => listProcessesIn(dataDir), { timeout: 5000 }).toEqual([]);
  await expect.poll(() => listBuildSessions(database), { timeout: 5000 }).toEqual([]);
  expect(await database.query(relations)).toEqual([{ name: 'done' }]);
  // As if it had been killed a moment later, between two statements of dbt.
  await database.query(
    `create table tiny.endless__dbt_backup as select 0 as id;
     do $$ begin execute format('alter table tiny.endless__dbt_backup owner to %I',
       (select tableowner from pg_tables where schemaname = 'tiny' and tablename = 'done')); end $$`,
  );

  const restarted = await openAnother();
  await registerTiny(restarted, { 'models/done.sql': 'select 2 as id' });
  await restarted.start();
  const events = await collectEvents(restarted, orgA, id);
  // A lease of 15 s, looked for every 5 s.
  expect(performance.now() - killed).toBeLessThan(25_000);
  expect(events.at(-1)).toMatchObject({ kind: 'end', run: { state: 'lost' } });
  expect((await buildTiny(restarted, orgA)).error).toBeNull();
  expect(await database.query(relations)).toEqual([{ name: 'done' }]);
  expect(await readRows(warehouse, orgA, 'select id from tiny.done')).toEqual([{ id: 2 }]);
});
