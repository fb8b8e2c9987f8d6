import path from 'node:path';
import { lifeCycleApi, pluginsApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, type TestUser, writeFiles } from '@honeyframe/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Frontend, PluginBundle } from '../../frontend/index.ts';
import { runSql, takeStep } from './uninstall/everything.fixture.ts';

const manifest = (version: string, permission: string) => `name: clinic
version: ${version}
routers: ["./backend/visits.ts:router"]
permissions: [${permission}]
seed_groups: [{ name: clinic_staff, permissions: [${permission}] }]
frontend_entry: frontend/index.tsx
migrations: migrations
`;
const router = (answer: string, permission: string) => `export const router = async (app) => {
  app.get('/visits', { config: { permission: '${permission}' } }, async () => ({ answer: '${answer}' }));
};`;
const first = {
  'plugin.yaml': manifest('1.0.0', 'visit.read'),
  'backend/visits.ts': router('one', 'visit.read'),
  'frontend/index.tsx': 'export default {};',
  'migrations/0001.sql': 'create table visits (note text)',
};
const second = {
  'plugin.yaml': manifest('2.0.0', 'visit.see'),
  'backend/visits.ts': router('two', 'visit.see'),
  'migrations/0002.sql': 'alter table visits add column room text',
};

/** A frontend whose bundles can be looked at, and put to work only while nothing is broken. */
const frontend = { isBroken: false };
let platform: TestPlatform;
let nurse: TestUser;

beforeEach(async () => {
  frontend.isBroken = false;
  platform = await startTestPlatform({
    // What a start would do by itself would hide what the failure left.
    env: { PLUGIN_AUTO_INSTALL: 'none', HONEYFRAME_PYTHON: '/none' },
    frontend: createFrontend,
  });
  await edit(first);
  await takeStep(platform, { step: 'install', plugin: 'clinic' });
  nurse = await platform.createMember('nurse@example.org', ['clinic_staff']);
  await edit(second);
});
afterEach(() => platform.stop());

function createFrontend(): Frontend {
  return {
    ensureShell: async () => {},
    buildPlugins: async (sources) =>
      sources.map(({ slug }) => ({ slug, diagnostics: [], bundle: createBundle(slug) })),
    bindRoutes: async () => {},
    close: async () => {},
  };
}

function createBundle(slug: string): PluginBundle {
  let looks = 0;
  return {
    slug,
    hash: 'h',
    folder: '/none',
    entry: '/none.js',
    styles: [],
    blocks: [],
    // Asked first for the plan, then by the switch.
    get pages() {
      looks += 1;
      if (looks > 1 && frontend.isBroken) throw new Error('the pages cannot be shown');
      return [];
    },
  };
}

const edit = (files: Record<string, string>) =>
  writeFiles(path.join(platform.dataDir, 'plugins', 'clinic'), files);
const visits = async (user: TestUser) => {
  const response = await user.fetch('/api/clinic/visits');
  return [response.status, ((await response.json()) as { answer?: string }).answer];
};
const upgrade = () => takeStep(platform, { step: 'upgrade', plugin: 'clinic' });
const findVersions = async () => {
  const { plugins } = await platform.admin.client(pluginsApi).list();
  const { generations } = await platform.admin.client(lifeCycleApi).history({ params: { slug: 'clinic' } });
  const [clinic] = plugins;
  return [clinic?.version, clinic?.state, generations.find(({ active }) => active)?.version];
};

it('leaves the version before running, with what it needs, and so does the next start', async () => {
  frontend.isBroken = true;
  await expect(upgrade()).rejects.toMatchObject({ code: 'HF_PLUGIN_STEP_FAILED' });
  frontend.isBroken = false;
  expect(await visits(platform.admin)).toEqual([200, 'one']);
  // The new version has no such permission; the one that runs asks for it.
  expect(await visits(nurse)).toEqual([200, 'one']);
  expect(await findVersions()).toEqual(['1.0.0', 'active', '1.0.0']);
  await platform.restart();
  expect(await visits(platform.admin)).toEqual([200, 'one']);
  expect(await findVersions()).toEqual(['1.0.0', 'active', '1.0.0']);
  await upgrade();
  expect(await visits(platform.admin)).toEqual([200, 'two']);
}, 30_000);

it('has the version after when the platform dies before the row is restored', async () => {
  frontend.isBroken = true;
  // From here on nothing is written: as if the process had been killed between the commit and the restoring.
  await runSql(
    platform.databaseUrl,
    `create function die() returns trigger language plpgsql as $$ begin raise 'killed'; end $$;
     create trigger die before update on plugins for each row when (new.version = '1.0.0') execute function die();`,
  );
  await expect(upgrade()).rejects.toMatchObject({ code: 'HF_PLUGIN_STEP_FAILED' });
  expect(await visits(platform.admin)).toEqual([200, 'one']);
  frontend.isBroken = false;
  await runSql(platform.databaseUrl, 'drop function die() cascade');
  await platform.restart();
  expect(await visits(platform.admin)).toEqual([200, 'two']);
  expect(await findVersions()).toEqual(['2.0.0', 'active', '2.0.0']);
}, 30_000);
