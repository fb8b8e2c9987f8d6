import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { orphansApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform } from '@honeyframe/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { everything, neighbour, publishEverywhere, runSql, useEverything } from './everything.fixture.ts';

let platform: TestPlatform;
const sql = (text: string) => runSql(platform.databaseUrl, text);
const orphans = () => platform.admin.client(orphansApi);
const found = async () => (await orphans().list()).orphans.map(({ kind, name }) => `${kind}: ${name}`);
const inData = (...parts: string[]) => path.join(platform.dataDir, ...parts);

beforeAll(async () => {
  platform = await startTestPlatform({
    env: { HONEYFRAME_PYTHON: '/none' },
    plugins: [
      { slug: 'neighbour', files: neighbour },
      { slug: 'all-in', files: everything },
    ],
  });
  await useEverything(platform);
}, 60_000);
afterAll(() => platform.stop());

it('finds nothing on a platform whose plugins are in use: the ledger lists what there is', async () => {
  expect(await orphans().list()).toEqual({ orphans: [] });
  const ledger = await sql("select distinct kind from plugin_ledger where plugin = 'all-in' order by kind");
  expect(ledger.map(({ kind }) => kind)).toEqual([
    'dbt_workspace',
    'file',
    'group',
    'migration',
    'permission',
    'relation',
    'role',
    'schedule',
    'schema',
    'setting',
    'source',
    'table',
  ]);
});

it('finds what belongs to nobody, and removes what it is told to', async () => {
  await publishEverywhere(platform, 'ghost', 'workspace');
  await publishEverywhere(platform, 'lost', 'source');
  const [lost] = await sql("select file from warehouse_files where name = 'lost'");
  await rm(inData('warehouse', String(lost?.file)));
  const generation = 'a'.repeat(64);
  for (const folder of [
    `store/${generation}`,
    'builds/plugins/ghost',
    'cache/modules/2/ghost',
    'dbt/workspaces/ghost',
    'dbt/runs/ghost',
  ])
    await mkdir(inData(folder), { recursive: true });
  const [org] = await sql('select id from orgs');
  const loose = `warehouse/${org?.id}/neighbour/v000009.duckdb`;
  await mkdir(path.dirname(inData(loose)), { recursive: true });
  await writeFile(inData(loose), '');
  await mkdir(inData('plugins/.trash.ghost.1.x'), { recursive: true });
  const [runtime] = await sql(
    "select rolname from pg_roles where rolname like 'hf%runtime' and rolname = 'hf_' || substr(encode(sha256(current_database()::bytea), 'hex'), 1, 6) || '_runtime'",
  );
  const role = String(runtime?.rolname).replace(/runtime$/, 'ghost_o');
  await sql(`create schema plugin_ghost; create table plugin_ghost.rows (id int); create role ${role};
    insert into permissions (name, owner) values ('ghost.read', 'ghost');
    insert into groups (org_id, name, owner) select id, 'ghosts', 'ghost' from orgs;
    insert into plugin_settings (plugin, org_id) select 'ghost', id from orgs;
    insert into dbt_workspaces (slug, owner, folder) values ('ghost', 'ghost', '/none');
    insert into dashboard_placements (dashboard_id, plugin, block, x, y, w, h) select id, 'ghost', 'b', 0, 0, 1, 1 from dashboards;
    insert into plugin_ledger (plugin, kind, name) values ('neighbour', 'table', 'plugin_neighbour.none');
    create table plugin_neighbour.unlisted (id int);`);
  const expected = [
    `artifacts of a run: ${inData('dbt/runs/ghost')}`,
    `built pages: ${inData('builds/plugins/ghost')}`,
    'dbt workspace: ghost',
    `generation: store/${generation}`,
    'group: main / ghosts',
    'ledger entry: neighbour / table / plugin_neighbour.none',
    'missing ledger entry: neighbour / table / plugin_neighbour.unlisted',
    'permissions: ghost',
    'placements: ghost',
    `role: ${role}`,
    'schema: plugin_ghost',
    'settings: ghost',
    `staged workspace: ${inData('dbt/workspaces/ghost')}`,
    `translated code: ${inData('cache/modules/2/ghost')}`,
    'trash: plugins/.trash.ghost.1.x',
    `warehouse file: ${loose}`,
    `warehouse row: warehouse/${lost?.file}`,
    'warehouse: ghost',
  ];
  expect((await found()).sort()).toEqual(expected.toSorted());

  const sizes = new Map(
    (await orphans().list()).orphans.map(({ kind, name, size }) => [`${kind}: ${name}`, size]),
  );
  expect(sizes.get('schema: plugin_ghost')).toBe('1 table with 0 rows, 0 bytes');
  expect(sizes.get(`generation: store/${generation}`)).toBe('0 files, 0 bytes');
  expect(sizes.get('warehouse: ghost')).toMatch(/^1 version, \d+ \w+$/);
  expect(sizes.get('permissions: ghost')).toBe(null);

  const one = [{ kind: 'schema', name: 'plugin_ghost' }];
  expect(await orphans().remove({ body: { orphans: one } })).toEqual({ removed: one, failed: [] });
  expect((await found()).sort()).toEqual(
    expected.filter((line) => line !== 'schema: plugin_ghost').toSorted(),
  );
  const { orphans: rest } = await orphans().list();
  await orphans().remove({ body: { orphans: rest.map(({ kind, name }) => ({ kind, name })) } });
  expect(await found()).toEqual([]);
  expect(existsSync(inData(loose))).toBe(false);
  expect(await sql("select owner from groups where name = 'ghosts'")).toEqual([{ owner: null }]);
});

it('removes nothing that is no orphan, whatever it is asked', async () => {
  const body = { orphans: [{ kind: 'schema', name: 'plugin_neighbour' }] };
  expect(await orphans().remove({ body })).toEqual({ removed: [], failed: [] });
  expect(await sql('select name from plugin_neighbour.rooms')).toEqual([{ name: 'one' }]);
});

it('takes left-over files away at a start, and asks before anything else', async () => {
  await mkdir(inData('builds/plugins/ghost'), { recursive: true });
  await mkdir(inData(`store/${'b'.repeat(64)}`), { recursive: true });
  await sql('create schema plugin_ghost');
  await platform.restart();
  expect(await found()).toEqual(['schema: plugin_ghost']);
});
