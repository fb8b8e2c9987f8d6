import { existsSync } from 'node:fs';
import path from 'node:path';
import { lifeCycleApi, permissionsApi, pluginsApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform } from '@honeyframe/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSql, takeStep } from './everything.fixture.ts';

const manifest = (name: string, more = '') => `name: ${name}
version: 1.0.0
permissions: [note.read]
seed_groups: [{ name: ${name}_staff, permissions: [note.read] }]
${more}`;

const router = (permission: string) => `export const router = async (app) => {
  app.get('/', { config: { permission: '${permission}' } }, async () => ({ ok: true }));
};`;
/** Waits for a permission that 'alpha' owns. */
const waiting = `name: delta
version: 1.0.0
permissions: [plan.read]
seed_groups: [{ name: delta_staff, permissions: [plan.read] }]
routers: ["./backend/plans.ts:router"]
`;

let platform: TestPlatform;
const take = (step: Parameters<typeof takeStep>[1]) => takeStep(platform, step);
const sql = (text: string) => runSql(platform.databaseUrl, text);
const states = async () => {
  const { plugins } = await platform.admin.client(pluginsApi).list();
  return Object.fromEntries(plugins.map(({ name, state }) => [name, state]));
};

beforeAll(async () => {
  platform = await startTestPlatform({
    env: { HONEYFRAME_PYTHON: '/none' },
    plugins: [
      {
        slug: 'alpha',
        files: { 'plugin.yaml': manifest('alpha').replace('note.read]', 'note.read, plan.read]') },
      },
      {
        slug: 'beta',
        files: {
          'plugin.yaml': manifest('beta', 'routers: ["./backend/notes.ts:router"]'),
          'backend/notes.ts': router('note.read'),
        },
      },
      { slug: 'delta', files: { 'plugin.yaml': waiting, 'backend/plans.ts': router('plan.read') } },
      { slug: 'gamma', files: { 'plugin.yaml': 'name: gamma\nversion: 1.0.0\n' } },
      {
        slug: 'leaning',
        files: { 'plugin.yaml': 'name: leaning\nversion: 1.0.0\nrequires: { plugins: { gamma: ^1.0.0 } }\n' },
      },
    ],
  });
});
afterAll(() => platform.stop());

describe('a permission that two plugins share', () => {
  it('stays for the other, with the grants that administrators gave', async () => {
    await platform.admin
      .client(permissionsApi)
      .approveRequest({ body: { permission: 'note.read', plugin: 'beta' } });
    const member = await platform.createMember('nurse@example.org', ['beta_staff', 'delta_staff']);
    const ask = async (slug: string) => (await member.fetch(`/api/${slug}/`)).status;
    expect([await ask('beta'), await ask('delta')]).toEqual([200, 403]);
    const plan = await take({ step: 'uninstall', plugin: 'alpha', data: 'purge' });
    // The one that shared it lost nothing; the one that waited has it now, with what it seeds.
    expect([await ask('beta'), await ask('delta')]).toEqual([200, 200]);
    expect(plan.permissions).toContainEqual(
      expect.objectContaining({ permission: 'note.read', kind: 'handed_over', owner: 'beta' }),
    );
    expect(await sql("select owner from permissions where name = 'note.read'")).toEqual([{ owner: 'beta' }]);
    const groups = await sql(`select name, permission_type from groups
      join group_permissions on group_id = groups.id where permission_type = 'note.read'`);
    expect(groups).toEqual([{ name: 'beta_staff', permission_type: 'note.read' }]);
    await platform.restart();
    expect(await states()).toMatchObject({ beta: 'active', delta: 'active' });
  });
});

describe('a bundled plugin that was purged', () => {
  it('keeps its folder, and no start brings it back', async () => {
    expect(existsSync(path.join(platform.installDir, 'plugins/alpha/plugin.yaml'))).toBe(true);
    expect(await sql("select value from platform_settings where key = 'uninstalled_plugins'")).toEqual([
      { value: ['alpha'] },
    ]);
    await platform.restart();
    expect(await states()).toMatchObject({ alpha: 'discovered', beta: 'active' });
    expect(await sql("select from plugins where slug = 'alpha'")).toEqual([]);
  });

  it('is installed by hand, which forgets that', async () => {
    await take({ step: 'install', plugin: 'alpha' });
    expect(await states()).toMatchObject({ alpha: 'active' });
    expect(await sql("select from platform_settings where key = 'uninstalled_plugins'")).toEqual([]);
    await platform.restart();
    expect(await states()).toMatchObject({ alpha: 'active' });
  });
});

describe('a plugin that others need', () => {
  it('is not uninstalled before them', async () => {
    const life = platform.admin.client(lifeCycleApi);
    const plan = await life.plan({ body: { step: 'uninstall', plugin: 'gamma', data: 'purge' } });
    expect(plan.blockers).toMatchObject([
      { code: 'HF_PLUGIN_NEEDED', message: expect.stringContaining("'leaning'") },
    ]);
    const refused = life.apply({
      body: { step: 'uninstall', plugin: 'gamma', plan_id: plan.id, data: 'purge' },
    });
    await expect(refused).rejects.toMatchObject({ code: 'HF_PLUGIN_STEP_BLOCKED' });
    await take({ step: 'uninstall', plugin: 'leaning', data: 'purge' });
    await take({ step: 'uninstall', plugin: 'gamma', data: 'purge' });
    expect(await states()).toMatchObject({ gamma: 'discovered', leaning: 'discovered' });
  });
});

it('lets nobody but a superadmin uninstall', async () => {
  const admin = await platform.createMember('orgadmin@example.org', ['Org Admins']);
  const plan = admin.client(lifeCycleApi).plan({ body: { step: 'uninstall', plugin: 'beta' } });
  await expect(plan).rejects.toMatchObject({ code: 'HF_ACCESS_DENIED' });
});
