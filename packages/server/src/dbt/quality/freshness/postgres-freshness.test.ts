import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { startWarehouseServer } from '../../../warehouse/postgres/warehouse-server.fixture.ts';
import { createWorkspaceFolder, publishWorkspace } from '../../dbt.fixture.ts';
import { openTestQuality, source } from '../quality.fixture.ts';

const admin = { id: '00000000-0000-4000-8000-000000000001', name: 'admin@example.com' };
const period = (count: number) => ({ count, period: 'hour' });
const other = { database: 'other', freshness: { warn_after: period(1), error_after: period(2) } };
const sources = [
  source('facts', { ...other, loaded_at_field: 'loaded' }),
  source('hostile', { ...other, loaded_at_field: '(select max(loaded) from private.facts)' }),
  source('plain', other),
];

/** `tiny` reads the models of `other`. */
async function openWorld() {
  const server = await startWarehouseServer();
  onTestFinished(() => server.stop());
  const world = await openTestQuality({ sources }, { requires: ['other'], allowedHosts: [server.host] });
  const { dbt, postgres, orgA } = world;
  const folder = await createWorkspaceFolder({
    'dbt_project.yml': 'name: other\nversion: 1.0.0\nprofile: other\n',
  });
  await dbt.workspaces.register({
    slug: 'other',
    display_name: 'Other',
    owner: 'other',
    folder,
    requires: [],
  });
  const look = async () => {
    await dbt.quality.watch.check();
    const found = (await dbt.quality.overview.describe(orgA)).sources;
    return found.map(({ relation, state, data_as_of, problem }) => [relation, state, data_as_of, problem]);
  };
  /** Builds without dbt: as the workspace's login. */
  const build = async (...statements: readonly string[]) => {
    const warehouse = await postgres.warehouses.find(orgA);
    if (!warehouse) throw new Error('there is no PostgreSQL');
    const place = { orgId: orgA, databaseId: warehouse.databaseId, name: 'other' };
    const run = randomUUID();
    const [folder, signal] = ['/nowhere', new AbortController().signal];
    await warehouse.prepareBuild({
      ...{ catalogue: 'other', schemas: ['other'], reads: [], sources: [], folder, signal },
    });
    const session = { application: 'test', statementSeconds: 60, folder };
    const { host, port, dbname, user, password } = await warehouse.connectBuild({
      catalogue: 'other',
      ...session,
    });
    const login = { database: String(dbname), user: String(user), password: String(password) };
    const client = new pg.Client({ host, port, ...login });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
    await postgres.builds.noteBegin(place, run);
    await postgres.builds.noteEnd(place, run);
  };
  return { ...world, server, look, build };
}

it('asks what was built in the organisation’s own PostgreSQL, and not the files from before', async () => {
  const { warehouse, postgres, orgA, clock, server, look, build } = await openWorld();
  await publishWorkspace(
    warehouse,
    orgA,
    'other',
    "create table facts as select timestamp '2020-01-01' as loaded",
  );
  clock.moveTo('2026-03-01T08:00:00Z');
  expect((await look())[0]).toEqual(['other.facts', 'error', '2020-01-01T00:00:00.000Z', null]);
  const database = await server.createDatabase();
  await postgres.connections.set(orgA, database, admin);
  expect((await look())[0]).toEqual(['other.facts', null, null, null]);
  await database.query('create schema private; create table private.facts as select now() as loaded');
  await build(
    "create table other.facts as select timestamptz '2026-03-01 08:30:00.5+02' as loaded",
    'create table other.hostile as select 1 as id',
  );
  expect(await look()).toEqual([
    ['other.facts', 'warn', '2026-03-01T06:30:00.500Z', null],
    ['other.hostile', 'unmeasured', null, expect.stringContaining('permission denied')],
    ['other.plain', 'pass', expect.any(String), null],
  ]);
  await build("insert into other.facts values (timestamptz '2026-03-01 07:59:00Z')");
  expect((await look())[0]).toEqual(['other.facts', 'pass', '2026-03-01T07:59:00.000Z', null]);
});

it('says that the database does not answer, and asks again when it does', async () => {
  const { database, postgres, orgA, clock, server, look, build } = await openWorld();
  clock.moveTo('2026-03-01T08:00:00Z');
  await postgres.connections.set(orgA, await server.createDatabase(), admin);
  await build("create table other.facts as select timestamp '2026-03-01 07:59:00' as loaded");
  const { queries } = database;
  const { secret } = await queries
    .selectFrom('warehouse_connections')
    .select('secret')
    .executeTakeFirstOrThrow();
  await queries.updateTable('warehouse_connections').set({ secret: 'sealed with another key' }).execute();
  // What is known of a connection is known for a second.
  const find = () => postgres.warehouses.find(orgA).then(() => 'found', String);
  await expect.poll(find, { timeout: 5000 }).toContain('cannot be used');
  expect((await look())[0]).toEqual([
    ...['other.facts', 'unmeasured', null],
    expect.stringContaining("The organisation's PostgreSQL cannot be used"),
  ]);
  await queries.updateTable('warehouse_connections').set({ secret }).execute();
  await expect
    .poll(async () => (await look())[0], { timeout: 5000 })
    .toEqual(['other.facts', 'pass', '2026-03-01T07:59:00.000Z', null]);
});
