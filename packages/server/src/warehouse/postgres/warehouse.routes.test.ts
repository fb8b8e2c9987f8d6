import { auditApi, dbtApi, warehouseApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform } from '@honeyframe/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWarehouseServer, type WarehouseServer } from './warehouse-server.fixture.ts';

const shop = {
  slug: 'shop',
  files: {
    'plugin.yaml': 'name: shop\nversion: 1.0.0\ndbt_workspace: dbt/\n',
    'dbt/dbt_project.yml': 'name: shop\nversion: 1.0.0\nprofile: shop\n',
    'dbt/models/one.sql': 'select 1 as id\n',
  },
};

let server: WarehouseServer;
let platform: TestPlatform;
const lines: string[] = [];
beforeAll(async () => {
  server = await startWarehouseServer();
  const env = { HONEYFRAME_WAREHOUSE_HOSTS: server.host };
  platform = await startTestPlatform({ env, plugins: [shop], onLog: (line) => lines.push(line) });
});
afterAll(async () => {
  await platform.stop();
  await server.stop();
});

const client = () => platform.admin.client(warehouseApi);
const named = (code: string) => expect.objectContaining({ code });

it('takes a database that fits, tells everything but its password, and lets go of it', async () => {
  const { url, query } = await server.createDatabase();
  expect(await client().getWarehouse()).toEqual({ kind: 'duckdb' });
  expect(await client().testConnection({ body: { url } })).toMatchObject({ ok: true, problems: [] });
  const saved = await client().setConnection({ body: { url } });
  expect(saved.url).toBe(url.replace(/:[^:@]+@/, '@'));
  expect(await client().getConnection()).toMatchObject({ connection: saved, allowed_hosts: [server.host] });
  expect(await client().getWarehouse()).toEqual({ kind: 'postgres' });
  // The rest is the same, so the password is known.
  expect(await client().testConnection({ body: { url: saved.url } })).toMatchObject({ ok: true });
  expect(await client().testConnection({ body: {} })).toMatchObject({ ok: true });
  const { rows } = await platform.admin.client(auditApi).list({ query: {} });
  expect(rows.map(({ action }) => action)).toContain('warehouse_connection.changed');
  await client().removeConnection();
  expect(await client().getWarehouse()).toEqual({ kind: 'duckdb' });
  expect(JSON.stringify([saved, rows, lines])).not.toMatch(/p@ss|p%40ss/);
  // It stays this organisation's, to come back to.
  expect(await query('select count(*)::int as n from "$honeyframe".owner')).toEqual([{ n: 1 }]);
  expect((await client().setConnection({ body: { url } })).url).toBe(saved.url);
  await client().removeConnection();
});

it('builds there what was never built there', async () => {
  const dbt = platform.admin.client(dbtApi);
  const queued = async () =>
    (await dbt.listRuns({ query: {} })).rows.filter(({ state }) => state === 'queued');
  for (const { id } of await queued()) await dbt.cancelRun({ params: { id } });
  const { url } = await server.createDatabase();
  await client().setConnection({ body: { url } });
  await expect.poll(queued).toEqual([expect.objectContaining({ workspace: 'shop', trigger: 'install' })]);
  await client().removeConnection();
});

it('says what is missing, and changes nothing then', async () => {
  const { url, query } = await server.createDatabase();
  const role = new URL(url).username;
  await query(`alter role ${role} nocreaterole; revoke create on database ${role} from ${role}`);
  const { ok, problems } = await client().testConnection({ body: { url } });
  expect(ok).toBe(false);
  expect(problems.map(({ hint }) => hint)).toEqual([
    `Run as a superuser: ALTER ROLE "${role}" CREATEROLE;`,
    `Run as its owner: GRANT CREATE ON DATABASE "${role}" TO "${role}";`,
  ]);
  await expect(client().setConnection({ body: { url } })).rejects.toEqual(
    named('HF_WAREHOUSE_CONNECTION_UNFIT'),
  );
  const wrong = url.replace('p%40ss', 'guess');
  expect((await client().testConnection({ body: { url: wrong } })).problems[0]?.message).toContain(
    'password',
  );
  expect(await client().getWarehouse()).toEqual({ kind: 'duckdb' });
});

it.each([
  ['postgres://role:word@127.0.0.1:1/db', 'HF_WAREHOUSE_HOST'],
  ['postgres://role:word@169.254.169.254/db', 'HF_WAREHOUSE_HOST'],
  ['postgres://role:word@/db?host=/var/run/postgresql', 'HF_WAREHOUSE_HOST'],
  ['https://127.0.0.1/db', 'HF_WAREHOUSE_URL'],
  ['postgres://127.0.0.1/db', 'HF_WAREHOUSE_URL'],
  ['postgres://role:word@127.0.0.1', 'HF_WAREHOUSE_URL'],
  ['postgres://role:word@127.0.0.1/db?sslmode=prefer', 'HF_WAREHOUSE_URL'],
  ['not a url', 'HF_WAREHOUSE_URL'],
])('refuses to try %s', async (url, code) => {
  await expect(client().testConnection({ body: { url } })).rejects.toEqual(named(code));
  await expect(client().setConnection({ body: { url } })).rejects.toEqual(named(code));
});

it('is for administrators, and refuses the platform’s own database', async () => {
  const member = await platform.createMember('mia@example.org', ['Designers']);
  await expect(member.client(warehouseApi).getConnection()).rejects.toMatchObject({ status: 403 });
  expect(await member.client(warehouseApi).getWarehouse()).toEqual({ kind: 'duckdb' });
  const { url, query } = await server.createDatabase();
  await query('create schema honeyframe; create table honeyframe.kysely_migration (name text)');
  await query(`grant usage on schema honeyframe to ${new URL(url).username}`);
  const { problems } = await client().testConnection({ body: { url } });
  expect(problems.map(({ message }) => message)).toEqual(["it is a platform's own database"]);
});
