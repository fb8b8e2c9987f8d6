import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { claimDatabase } from './connection/claim-database.ts';
import { parseServerAddress } from './connection/server-address.ts';
import { PostgresWarehouse } from './postgres-warehouse.ts';
import { createRoleNames } from './walls/role-names.ts';
import { startWarehouseServer, type WarehouseServer } from './warehouse-server.fixture.ts';

let server: WarehouseServer;
beforeAll(async () => {
  server = await startWarehouseServer();
});
afterAll(() => server.stop());

async function openWarehouse() {
  const { url, query } = await server.createDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const orgId = randomUUID();
  const databaseId = await claimDatabase(client, orgId);
  await client.end();
  const secretKey = Buffer.alloc(32, 1);
  const roles = createRoleNames({ secretKey, orgId, databaseId });
  const address = parseServerAddress(url);
  const warehouse = new PostgresWarehouse({ orgId, databaseId, roles, address });
  onTestFinished(() => warehouse.close());
  const prepare = (catalogue: string, reads: readonly string[] = []) =>
    warehouse.prepareBuild({
      ...{ catalogue, schemas: [catalogue], reads, sources: [], folder: '/nowhere' },
      signal: new AbortController().signal,
    });
  /** A session of a workspace's login, as dbt opens it. */
  const connect = async (catalogue: string) => {
    const session = { application: 'test', statementSeconds: 60, folder: '/nowhere' };
    const { host, port, dbname, user, password } = await warehouse.connectBuild({ catalogue, ...session });
    const login = { user: String(user), password: String(password), database: String(dbname) };
    const builder = new pg.Client({ host, port, ...login });
    builder.on('error', () => {});
    await builder.connect();
    onTestFinished(() => builder.end());
    return builder;
  };
  return { warehouse, roles, query, prepare, connect };
}

const denied = /permission denied/;

it('gives a workspace what it reads, and takes it back when it reads it no longer', async () => {
  const { prepare, connect } = await openWarehouse();
  await prepare('alpha');
  const alpha = await connect('alpha');
  await alpha.query('create table alpha.facts as select 1 as id');
  await prepare('beta', ['alpha']);
  const beta = await connect('beta');
  expect((await beta.query('select id from alpha.facts')).rows).toEqual([{ id: 1 }]);
  // What is made anew is open too: dbt drops and makes tables at each build.
  await alpha.query('drop table alpha.facts; create table alpha.facts as select 2 as id');
  expect((await beta.query('select id from alpha.facts')).rows).toEqual([{ id: 2 }]);
  await expect(beta.query('insert into alpha.facts values (3)')).rejects.toThrow(denied);
  await expect(beta.query('drop table alpha.facts')).rejects.toThrow(/must be owner/);
  await expect(alpha.query('create table beta.planted (id int)')).rejects.toThrow(denied);
  await prepare('beta');
  await expect((await connect('beta')).query('select id from alpha.facts')).rejects.toThrow(denied);
});

it('touches no schema that somebody else made', async () => {
  const { prepare, query } = await openWarehouse();
  await query('create schema alpha');
  await expect(prepare('alpha')).rejects.toMatchObject({ code: 'HF_WAREHOUSE_SCHEMA_TAKEN' });
});

it('drops what a killed build has left, and nothing else', async () => {
  const { prepare, connect, query } = await openWarehouse();
  await prepare('alpha');
  const alpha = await connect('alpha');
  await alpha.query(`
    create table alpha.facts as select 1 as id; create table alpha.facts__dbt_backup as select 0 as id;
    create view alpha.seen__dbt_tmp as select * from alpha.facts__dbt_backup; create table alpha.new__dbt_tmp1912 (id int);
    create materialized view alpha.kept__dbt_backup as select 1 as id; create table alpha.x__dbt_tmp_kept (id int)`);
  await query('create table alpha.theirs__dbt_tmp (id int)');
  await prepare('alpha');
  const left = "select relname from pg_class where relnamespace = 'alpha'::regnamespace order by relname";
  expect((await query<{ relname: string }>(left)).map(({ relname }) => relname)).toEqual([
    'facts',
    'theirs__dbt_tmp',
    'x__dbt_tmp_kept',
  ]);
});

/** A raw source of a size that takes some seconds to bring along. */
async function createLargeSource() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-large-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'large.duckdb');
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  await connection.run('create table rows as select range as id, hash(range) as text from range(8000000)');
  connection.closeSync();
  instance.closeSync();
  const source = {
    id: randomUUID(),
    org_id: '',
    kind: 'source' as const,
    name: 'large',
    version: 1,
    path: file,
  };
  return { folder, source: { ...source, bytes: 0, details: {}, built_at: '' } };
}

it.each(['is written out', 'is on its way'])(
  'stops within two seconds while a raw source %s',
  async (stage) => {
    const { warehouse, query } = await openWarehouse();
    const { folder, source } = await createLargeSource();
    const stop = new AbortController();
    const order = { catalogue: 'alpha', schemas: ['alpha'], reads: ['large'], sources: [source], folder };
    const prepared = warehouse.prepareBuild({ ...order, signal: stop.signal }).then(() => 'done', String);
    const copying =
      "select pid from pg_stat_activity where datname = current_database() and query like 'copy%'";
    const isThere = async () =>
      stage === 'is on its way'
        ? (await query(copying)).length > 0
        : (await readdir(folder)).includes('0.csv');
    await expect.poll(isThere, { timeout: 20_000, interval: 10 }).toBe(true);
    const began = performance.now();
    stop.abort();
    expect(await prepared).not.toBe('done');
    await expect.poll(() => query(copying), { timeout: 2000 }).toEqual([]);
    expect(performance.now() - began).toBeLessThan(2000);
    expect(await query("select nspname from pg_namespace where nspname in ('alpha', 'large')")).toEqual([]);
  },
);

it('ends sessions of a workspace, whatever they call themselves', async () => {
  const { warehouse, prepare, connect } = await openWarehouse();
  await prepare('alpha');
  const alpha = await connect('alpha');
  await alpha.query("set application_name = 'nobody'");
  const sleeping = alpha.query('select pg_sleep(60)');
  const ended = expect(sleeping).rejects.toThrow(/terminat/i);
  await warehouse.endBuild('alpha');
  await ended;
});

it('leaves neither schema nor role of what is dropped', async () => {
  const { warehouse, roles, prepare, connect, query } = await openWarehouse();
  await prepare('alpha');
  await (await connect('alpha')).query('create table alpha.facts as select 1 as id');
  await prepare('beta', ['alpha']);
  await (await connect('beta')).query('create view beta.seen as select * from alpha.facts');
  const names = [roles.builder('alpha'), roles.right('alpha')];
  const left = () => query('select rolname from pg_roles where rolname = any($1)', [names]);
  expect(await left()).toHaveLength(2);
  await warehouse.dropCatalogue('alpha');
  expect(await left()).toEqual([]);
  expect(await query("select nspname from pg_namespace where nspname in ('alpha', 'beta')")).toEqual([
    { nspname: 'beta' },
  ]);
});

it('stops a query that takes too long, and one that answers too much', async () => {
  const { warehouse, prepare, query } = await openWarehouse();
  await prepare('alpha');
  const sample = (sql: string) => warehouse.sample('alpha', sql, { seconds: 1, rows: 10 });
  await expect(sample('select pg_sleep(30)')).rejects.toMatchObject({ code: 'HF_WAREHOUSE_QUERY_TIMEOUT' });
  await expect(
    sample("select set_config('statement_timeout', '0', false), pg_sleep(30)"),
  ).rejects.toMatchObject({
    code: 'HF_WAREHOUSE_QUERY_TIMEOUT',
  });
  await expect(sample('select generate_series(1, 11)')).rejects.toMatchObject({
    code: 'HF_WAREHOUSE_RESULT_TOO_LARGE',
  });
  expect(await sample('select generate_series(1, 10) as n')).toHaveLength(10);
  await expect(sample('create table alpha.made (id int)')).rejects.toThrow(/syntax error/);
  const left =
    "select query from pg_stat_activity where query like '%pg_sleep(30)%' and pid <> pg_backend_pid()";
  expect(await query(left)).toEqual([]);
});
