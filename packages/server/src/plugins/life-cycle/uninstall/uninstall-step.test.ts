import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { lifeCycleApi, pluginsApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, writeFiles } from '@honeyframe/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createFrontend } from '../../../frontend/index.ts';
import {
  everything,
  neighbour,
  publishEverywhere,
  request,
  runSql,
  takeStep,
  useEverything,
} from './everything.fixture.ts';
import { compareInventories, type Inventory, listDatabase, listFolder } from './inventory.fixture.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
let platform: TestPlatform;
let before: { database: Inventory; files: Inventory };

const take = (step: Parameters<typeof takeStep>[1]) => takeStep(platform, step);
const look = async () => ({
  database: await listDatabase(platform.databaseUrl),
  files: await listFolder(platform.dataDir),
});
const visits = async () => {
  const response = await platform.admin.fetch('/api/all-in/visits');
  return { status: response.status, body: await response.json() };
};
const drop = () => writeFiles(path.join(platform.dataDir, 'plugins/all-in'), everything);

beforeAll(async () => {
  platform = await startTestPlatform({
    plugins: [{ slug: 'neighbour', files: neighbour }],
    // No dbt: nothing is installed behind the test's back, and runs stay queued.
    env: { HONEYFRAME_PYTHON: '/none', PLUGIN_AUTO_INSTALL: 'bundled' },
    frontend: (folders) => ({ ...createFrontend({ ...folders, log: quiet }), ensureShell: async () => {} }),
  });
  await publishEverywhere(platform, 'shared_raw', 'source');
  // Of all runs together; the first makes it.
  await mkdir(path.join(platform.dataDir, 'dbt/runs'), { recursive: true });
  // A start builds what was never built.
  await platform.restart();
  await vi.waitFor(async () =>
    expect(await runSql(platform.databaseUrl, 'select from dbt_runs')).toHaveLength(1),
  );
  before = await look();
}, 60_000);
afterAll(() => platform.stop());

async function install(): Promise<void> {
  await drop();
  await take({ step: 'install', plugin: 'all-in' });
}

describe('uninstalling with purge', () => {
  beforeAll(async () => {
    await install();
    await useEverything(platform);
  }, 60_000);

  it('lists in its plan what goes, with how much of it there is', async () => {
    const during = compareInventories(before.database, await listDatabase(platform.databaseUrl));
    // Otherwise there would be nothing that could be left behind.
    for (const thing of ['schema plugin_all_in', 'trigger touched', 'policy own_organisation', 'role hf_'])
      expect(during.left).toContainEqual(expect.stringContaining(thing));
    const plan = await platform.admin
      .client(lifeCycleApi)
      .plan({ body: { step: 'uninstall', plugin: 'all-in', data: 'purge' } });
    expect(plan).toMatchObject({ from: { version: '1.0.0' }, to: null, data: 'purge', blockers: [] });
    const data = plan.changes.filter(({ surface }) => surface === 'data');
    for (const [name, detail] of [
      ['plugin_all_in.visits', /^1 row, /],
      ["settings of 'main'", /1 values, 1 secrets/],
      ["workspace 'all_in' of 'main'", /1 versions/],
      ["source 'clinic_raw' of 'main'", /1 versions/],
      ["builds of 'main'", /1 runs/],
    ] as const)
      expect(data).toContainEqual({
        surface: 'data',
        change: 'removed',
        name,
        detail: expect.stringMatching(detail),
      });
    expect(plan.approvals).toContainEqual(
      expect.objectContaining({ kind: 'data_loss', name: 'plugin_all_in.visits' }),
    );
    expect(plan.approvals).toContainEqual(
      expect.objectContaining({ kind: 'removal', name: 'main / Viewers / visit.read' }),
    );
    expect(plan.changes).toContainEqual(
      expect.objectContaining({ surface: 'routes', change: 'removed', name: 'GET /api/all-in/visits' }),
    );
    expect((await visits()).status).toBe(200);
  });

  it('refuses to do it without a plan that somebody has seen', async () => {
    const blind = platform.admin
      .client(lifeCycleApi)
      .apply({ body: { step: 'uninstall', plugin: 'all-in', data: 'purge' } });
    await expect(blind).rejects.toMatchObject({ code: 'HF_PLUGIN_STEP_BLOCKED' });
    expect((await visits()).status).toBe(200);
  });

  it('leaves nothing: no row, table, schema, role, relation or file', async () => {
    await take({ step: 'uninstall', plugin: 'all-in', data: 'purge' });
    const after = await look();
    expect(compareInventories(before.database, after.database)).toEqual({ left: [], lost: [] });
    expect(compareInventories(before.files, after.files)).toEqual({ left: [], lost: [] });
    expect((await visits()).status).toBe(404);
    const { plugins } = await platform.admin.client(pluginsApi).list();
    expect(plugins.map(({ name }) => name)).toEqual(['neighbour']);
  });

  it('keeps who did it in the audit log', async () => {
    const rows = await runSql(
      platform.databaseUrl,
      "select action from audit_log where plugin = 'all-in' order by id",
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'plugin.install',
      'superadmin.entered',
      'visit.created',
      'plugin.settings_changed',
      'plugin.uninstall',
    ]);
  });

  it('is the same after a restart', async () => {
    await platform.restart();
    const after = await look();
    expect(compareInventories(before.files, after.files)).toEqual({ left: [], lost: [] });
    const { plugins } = await platform.admin.client(pluginsApi).list();
    expect(plugins.map(({ name }) => name)).toEqual(['neighbour']);
  });
});

describe('uninstalling with keep', () => {
  beforeAll(async () => {
    await install();
    await useEverything(platform);
  }, 60_000);

  it('leaves the data, and nothing that runs', async () => {
    const plan = await take({ step: 'uninstall', plugin: 'all-in' });
    expect(plan.data).toBe('keep');
    expect(plan.changes).toContainEqual(
      expect.objectContaining({ surface: 'data', change: 'kept', name: 'plugin_all_in.visits' }),
    );
    expect(await visits()).toMatchObject({ status: 404, body: { code: 'HF_PLUGIN_UNINSTALLED' } });
    const { left } = compareInventories(before.database, await listDatabase(platform.databaseUrl));
    const tables = new Set(left.flatMap((line) => line.match(/^row (honeyframe\S+)/)?.[1] ?? []));
    expect([...tables].sort()).toEqual([
      'honeyframe.plugin_ledger',
      'honeyframe.plugin_migrations',
      'honeyframe.plugin_settings',
      'honeyframe.plugin_steps',
      'honeyframe.plugins',
      'honeyframe.warehouse_files',
    ]);
    const files = compareInventories(before.files, await listFolder(platform.dataDir)).left;
    expect(files.filter((line) => !/ (plugins|warehouse)\//.test(line))).toEqual([]);
  });

  it('is not installed again by a start', async () => {
    await platform.restart();
    expect(await visits()).toMatchObject({ status: 404, body: { code: 'HF_PLUGIN_UNINSTALLED' } });
  });

  it('is found by a later installation', async () => {
    await take({ step: 'install', plugin: 'all-in' });
    expect(await visits()).toMatchObject({ status: 200, body: { rows: [{ note: 'first' }] } });
    const rows = await runSql(
      platform.databaseUrl,
      "select values from plugin_settings where plugin = 'all-in'",
    );
    expect(rows).toEqual([{ values: { api_url: 'http://x' } }]);
  });

  it('can be purged afterwards', async () => {
    await take({ step: 'uninstall', plugin: 'all-in', data: 'keep' });
    await take({ step: 'uninstall', plugin: 'all-in', data: 'purge' });
    const after = await look();
    expect(compareInventories(before.database, after.database)).toEqual({ left: [], lost: [] });
    expect(compareInventories(before.files, after.files)).toEqual({ left: [], lost: [] });
  });
});

describe('what cannot be', () => {
  it('refuses a plugin that is not installed', async () => {
    const plan = platform.admin.client(lifeCycleApi).plan({ body: { step: 'uninstall', plugin: 'nobody' } });
    await expect(plan).rejects.toMatchObject({ code: 'HF_PLUGIN_STEP_IMPOSSIBLE' });
  });

  it('leaves everything as it was when the transaction fails', async () => {
    await install();
    await request(platform, '/api/all-in/visits', { note: 'second' });
    await runSql(
      platform.databaseUrl,
      `create function refuse() returns trigger language plpgsql as $$ begin raise 'not now'; end $$;
       create trigger refuse before delete on plugins for each row execute function refuse();`,
    );
    const complete = await look();
    await expect(take({ step: 'uninstall', plugin: 'all-in', data: 'purge' })).rejects.toMatchObject({
      code: 'HF_PLUGIN_STEP_FAILED',
    });
    expect(await visits()).toMatchObject({ status: 200, body: { rows: [{ note: 'second' }] } });
    const { left, lost } = compareInventories(complete.database, await listDatabase(platform.databaseUrl));
    expect(lost).toEqual([]);
    // The record of the step that failed.
    expect(left).toEqual([expect.stringContaining('row honeyframe.plugin_steps')]);
    expect(compareInventories(complete.files, await listFolder(platform.dataDir))).toEqual({
      left: [],
      lost: [],
    });
    await runSql(platform.databaseUrl, 'drop function refuse() cascade');
  });
});
