import path from 'node:path';
import { accessApi, lifeCycleApi, pluginsApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, writeFiles } from '@honeyframe/testkit';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

const staff = (permissions: string) => `  - { name: clinic_staff, permissions: [${permissions}] }\n`;
const manifest = (version: string, permissions: string, groups: string) => `name: clinic
version: ${version}
routers: ["./backend/visits.ts:router"]
permissions: [${permissions}]
seed_groups:
${groups}`;
const first = manifest(
  '1.0.0',
  'visit.read, visit.edit, visit.print',
  `${staff('visit.read, visit.edit, visit.print')}  - { name: clinic_guests, permissions: [visit.read] }\n`,
);
const second = manifest('1.1.0', 'visit.read, visit.edit', staff('visit.read'));
const router = `export const router = async (app) => {
  app.get('/visits', { config: { permission: 'visit.read' } }, async () => ({ ok: true }));
};`;

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({ env: { HONEYFRAME_PYTHON: '/none' } });
  await edit({ 'plugin.yaml': first, 'backend/visits.ts': router });
  await becomes({ version: '1.0.0', state: 'active' });
  await edit({ 'plugin.yaml': second });
}, 60_000);
afterAll(() => platform.stop());

const life = () => platform.admin.client(lifeCycleApi);
const edit = (files: Record<string, string>) =>
  writeFiles(path.join(platform.dataDir, 'plugins', 'clinic'), files);
const find = async () => {
  const { plugins } = await platform.admin.client(pluginsApi).list();
  return plugins.find(({ name }) => name === 'clinic');
};
const becomes = (expected: object) =>
  vi.waitFor(async () => expect(await find()).toMatchObject(expected), { timeout: 20_000 });
const readGroups = async () => {
  const { groups } = await platform.admin.client(accessApi).listGroups();
  return groups
    .filter(({ name }) => name.startsWith('clinic_'))
    .map(({ name, grants }) => `${name}: ${grants.map((grant) => grant.permission_type).sort()}`)
    .sort();
};
const waiting = [
  { kind: 'permission', name: 'visit.print' },
  { kind: 'group', name: 'clinic_guests' },
  { kind: 'grant', name: 'clinic_staff / visit.edit' },
];
const everything = ['clinic_guests: visit.read', 'clinic_staff: visit.edit,visit.print,visit.read'];

it('takes nothing away by itself when a version is taken up that declares less', async () => {
  await becomes({ version: '1.1.0', state: 'active', pending_removals: waiting });
  expect(await readGroups()).toEqual(everything);
});

it('still knows what waits after a restart', async () => {
  await platform.restart();
  expect(await find()).toMatchObject({ state: 'active', pending_removals: waiting });
  expect(await readGroups()).toEqual(everything);
});

it('knows it too where the folder is broken by then and what ran before runs on', async () => {
  await platform.restart(() => edit({ 'plugin.yaml': 'name: [' }));
  expect(await find()).toMatchObject({ version: '1.1.0', pending_removals: waiting });
  await platform.restart(() => edit({ 'plugin.yaml': second }));
  expect(await find()).toMatchObject({ version: '1.1.0', state: 'active', pending_removals: waiting });
});

it('shows in the plan of an upgrade to the version that runs what would go, and takes it when that is confirmed', async () => {
  const request = { step: 'upgrade', plugin: 'clinic' } as const;
  const plan = await life().plan({ body: request });
  expect(plan.from).toEqual(plan.to);
  expect(plan.changes).toEqual([]);
  const removals = plan.approvals.filter(({ kind }) => kind === 'removal').map(({ name }) => name);
  expect(removals.sort()).toEqual([
    'main / clinic_guests',
    'main / clinic_guests / visit.read',
    'main / clinic_staff / visit.edit',
    'main / clinic_staff / visit.print',
  ]);
  await expect(life().apply({ body: request })).rejects.toMatchObject({ code: 'HF_PLUGIN_STEP_BLOCKED' });
  expect(await readGroups()).toEqual(everything);

  await life().apply({ body: { ...request, plan_id: plan.id } });
  expect(await readGroups()).toEqual(['clinic_staff: visit.read']);
  expect(await find()).toMatchObject({ version: '1.1.0', state: 'active', pending_removals: [] });
  expect((await platform.admin.fetch('/api/clinic/visits')).status).toBe(200);
  await platform.restart();
  expect(await find()).toMatchObject({ state: 'active', pending_removals: [] });
  expect(await readGroups()).toEqual(['clinic_staff: visit.read']);
}, 30_000);
