import path from 'node:path';
import { accessApi, lifeCycleApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, writeFiles } from '@honeyframe/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Frontend } from '../../frontend/index.ts';
import { takeStep } from './uninstall/everything.fixture.ts';

const manifest = (version: string, words: string, pages: string) => `name: clinic
version: ${version}
display_name: ${words}
routers: ["./backend/visits.ts:router"]
frontend_entry: frontend/${pages}.tsx
permissions:
  - { name: visit.read, description: ${words} }
  - visit.edit
seed_groups:
  - { name: clinic_staff, description: ${words}, permissions: [visit.read] }
  - { name: clinic_guests, description: ${words}, permissions: [visit.read] }
`;
const router = `export const router = async (app) => {
  app.get('/visits', { config: { permission: 'visit.read' } }, async () => ({ ok: true }));
};`;

/** Pages without a build: the name of the entry is the title of the only page. */
const titledPages: Frontend = {
  ensureShell: async () => {},
  buildPlugins: async (sources) =>
    sources.map(({ slug, entry }) => {
      const pages = [{ path: '/', title: path.basename(entry, '.tsx'), permission: 'visit.read' }];
      const bundle = { slug, hash: 'x', folder: '/x', entry: '/x', styles: [], pages, blocks: [] };
      return { slug, bundle, diagnostics: [] };
    }),
  bindRoutes: async () => {},
  close: async () => {},
};

let platform: TestPlatform;
const write = (text: string) =>
  writeFiles(path.join(platform.installDir, 'plugins/clinic'), {
    'plugin.yaml': text,
    'backend/visits.ts': router,
    'frontend/visits.tsx': '',
    'frontend/stays.tsx': '',
  });
const groups = async () =>
  (await platform.admin.client(accessApi).listGroups()).groups.filter(({ owner }) => owner === 'clinic');

beforeAll(async () => {
  platform = await startTestPlatform({
    env: { HONEYFRAME_PYTHON: '/none', PLUGIN_AUTO_INSTALL: 'none' },
    frontend: () => titledPages,
  });
  await write(manifest('1.0.0', 'Old words', 'visits'));
  await takeStep(platform, { step: 'install', plugin: 'clinic' });
});
afterAll(() => platform.stop());

it('lists words that changed in the plan of an upgrade', async () => {
  await write(manifest('1.0.1', 'New words', 'stays'));
  const { changes } = await platform.admin
    .client(lifeCycleApi)
    .plan({ body: { step: 'upgrade', plugin: 'clinic' } });
  expect(changes.filter(({ surface }) => surface !== 'files')).toEqual([
    { surface: 'pages', change: 'changed', name: '/', detail: 'visits, visit.read → stays, visit.read' },
    ...['display name', 'permission visit.read', 'group clinic_staff', 'group clinic_guests'].map((name) => ({
      surface: 'texts',
      change: 'changed',
      name,
      detail: 'Old words → New words',
    })),
  ]);
});

it('takes them up, but for what an administrator wrote', async () => {
  const guests = (await groups()).find(({ name }) => name === 'clinic_guests');
  await platform.admin
    .client(accessApi)
    .updateGroup({ params: { id: guests?.id ?? '' }, body: { description: 'Our own words' } });
  await takeStep(platform, { step: 'upgrade', plugin: 'clinic' });
  const words = (await groups()).map(({ name, description }) => `${name}: ${description}`);
  expect(words.sort()).toEqual(['clinic_guests: Our own words', 'clinic_staff: New words']);
  const { permission_types } = await platform.admin.client(accessApi).permissionTypes();
  expect(permission_types.find(({ name }) => name === 'visit.read')).toMatchObject({
    description: 'New words',
  });
});
