import path from 'node:path';
import { lifeCycleApi, type StepRequest } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, writeFiles } from '@honeyframe/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { compareInventories, listDatabase, listFolder } from './uninstall/inventory.fixture.ts';

const manifest = (version: string, more = '') => `name: clinic
version: ${version}
routers: ["./backend/visits.ts:router"]
permissions: [visit.read]
migrations: migrations
${more}`;
const files = {
  'plugin.yaml': manifest('1.0.0'),
  'backend/visits.ts': `export const router = async (app) => {
    app.get('/visits', { config: { permission: 'visit.read' } }, async ({ ctx }) =>
      ctx.db.query('select note from visits'));
  };`,
  'migrations/0001-visits.sql': 'create table visits (note text)',
};
const more = {
  'plugin.yaml': manifest('1.1.0', 'seed_groups: [{ name: clinic_staff, permissions: [visit.read] }]'),
  'migrations/0002-room.sql': 'alter table visits add column room text',
};

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform({
    env: { PLUGIN_AUTO_INSTALL: 'none', HONEYFRAME_PYTHON: '/none' },
  });
  await writeFiles(folder(), files);
  await take({ step: 'install', plugin: 'clinic' });
  await writeFiles(folder(), more);
});
afterAll(() => platform.stop());

const folder = () => path.join(platform.dataDir, 'plugins/clinic');
const look = async () => ({
  database: await listDatabase(platform.databaseUrl),
  files: await listFolder(platform.dataDir),
});
const visits = async () => (await platform.admin.fetch('/api/clinic/visits')).status;

async function take(request: StepRequest): Promise<void> {
  const life = platform.admin.client(lifeCycleApi);
  const { id } = await life.plan({ body: request });
  await life.apply({ body: { ...request, plan_id: id } });
}

/** Somebody's transaction that does not end. */
async function hold(statement: string): Promise<Client> {
  const client = new Client({ connectionString: platform.databaseUrl });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query(`begin; ${statement}`);
  return client;
}

/** Resolves when somebody stands in the queue for a lock. */
async function isWaitedFor(client: Client): Promise<void> {
  await vi.waitFor(async () => {
    const { rows } = await client.query('select from pg_locks where not granted');
    expect(rows).not.toEqual([]);
  }, 5_000);
}

for (const [what, statement] of [
  ['a migration', 'select * from plugin_clinic.visits'],
  ['a seeded group', 'lock table honeyframe.groups in share mode'],
] as const)
  it(`refuses an upgrade whose ${what} waits for an open transaction, and changes nothing`, async () => {
    const holder = await hold(statement);
    const before = await look();
    await expect(take({ step: 'upgrade', plugin: 'clinic' })).rejects.toMatchObject({
      status: 409,
      code: 'HF_PLUGIN_LOCKED',
    });
    await holder.query('rollback');
    const { left, lost } = compareInventories(before.database, await listDatabase(platform.databaseUrl));
    expect(lost).toEqual([]);
    expect(left).toEqual([expect.stringMatching(/^row honeyframe.plugin_steps .*failed/)]);
    expect(await visits()).toBe(200);
  }, 30_000);

it('refuses an uninstallation whose tables are locked, and the plugin runs on', async () => {
  const holder = await hold('select * from plugin_clinic.visits');
  const before = await look();
  await expect(take({ step: 'uninstall', plugin: 'clinic', data: 'purge' })).rejects.toMatchObject({
    code: 'HF_PLUGIN_LOCKED',
  });
  await holder.query('rollback');
  const { left, lost } = compareInventories(before.database, await listDatabase(platform.databaseUrl));
  expect(lost).toEqual([]);
  expect(left).toEqual([expect.stringMatching(/^row honeyframe.plugin_steps .*failed/)]);
  expect(compareInventories(before.files, await listFolder(platform.dataDir)).lost).toEqual([]);
  expect(await visits()).toBe(200);
}, 30_000);

it('takes the step when the lock is given back in time', async () => {
  const holder = await hold('select * from plugin_clinic.visits');
  const step = take({ step: 'upgrade', plugin: 'clinic' });
  await isWaitedFor(holder);
  await holder.query('commit');
  await step;
  expect(await visits()).toBe(200);
}, 30_000);
