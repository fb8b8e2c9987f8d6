import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import path from 'node:path';
import { lifeCycleApi, type PluginSummary, pluginsApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, writeFiles } from '@honeyframe/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Frontend } from '../../frontend/index.ts';
import { runSql } from './uninstall/everything.fixture.ts';

const files = (version: string) => ({
  'plugin.yaml': `name: clinic
version: ${version}
routers: ["./backend/visits.ts:router"]
permissions: [visit.read]
migrations: migrations
`,
  'backend/visits.ts': `export const router = async (app) => {
    app.get('/visits', { config: { permission: 'visit.read' } }, async ({ ctx }) => {
      return { version: '${version}', rows: await ctx.db.query('select note from visits') };
    });
  };`,
  'migrations/0001.sql': "create table visits (note text); insert into visits values ('kept')",
});

let platform: TestPlatform;
/** Done when a platform has looked for plugins, and does not watch their folders yet. */
let whileStarting: () => Promise<void> = async () => {};

beforeAll(async () => {
  platform = await startTestPlatform({
    env: { HONEYFRAME_PYTHON: '/none' },
    frontend: () => noFrontend,
  });
}, 30_000);
afterAll(() => platform.stop());

const noFrontend: Frontend = {
  ensureShell: () => whileStarting(),
  buildPlugins: async (sources) => sources.map(({ slug }) => ({ slug, diagnostics: [] })),
  bindRoutes: async () => {},
  close: async () => {},
};

const parent = () => path.join(platform.dataDir, 'plugins');
const folder = () => path.join(parent(), 'clinic');
const trash = () => readdirSync(parent()).filter((name) => name.startsWith('.trash.'));

async function find(): Promise<PluginSummary | undefined> {
  const { plugins } = await platform.admin.client(pluginsApi).list();
  return plugins.find(({ name }) => name === 'clinic');
}

async function answer(): Promise<unknown> {
  const response = await platform.admin.fetch('/api/clinic/visits');
  return response.status === 200 ? await response.json() : response.status;
}
const running = (version: string) => ({ version, rows: [{ note: 'kept' }] });

/** The name that a folder has while its plugin is uninstalled. */
async function nameTrash(): Promise<string> {
  const [row] = await runSql(
    platform.databaseUrl,
    "select floor(extract(epoch from installed_at) * 1000)::text as time from plugins where slug = 'clinic'",
  );
  return `.trash.clinic.${row?.time}.${randomUUID()}`;
}

beforeEach(async () => {
  if (!existsSync(folder())) await platform.restart(() => writeFiles(folder(), files('1.0.0')));
});

describe('a folder that was edited while the platform was down', () => {
  it('runs in its new version, which is recorded', async () => {
    expect(await answer()).toEqual(running('1.0.0'));
    await platform.restart(() => writeFiles(folder(), files('1.1.0')));
    expect(await answer()).toEqual(running('1.1.0'));
    expect(await find()).toMatchObject({ state: 'active', version: '1.1.0' });
    const { generations } = await platform.admin.client(lifeCycleApi).history({ params: { slug: 'clinic' } });
    expect(generations.map(({ version, active }) => [version, active])).toEqual([
      ['1.1.0', true],
      ['1.0.0', false],
    ]);
  });

  it('runs in the version before when the new one cannot run, and says why', async () => {
    await platform.restart(() =>
      writeFiles(folder(), { 'backend/visits.ts': 'export const router = async (app) => {' }),
    );
    expect(await answer()).toEqual(running('1.1.0'));
    expect((await find())?.errors).toMatchObject([{ code: 'HF_ROUTER_IMPORT_FAILED' }]);
    await platform.restart(() => writeFiles(folder(), { 'plugin.yaml': 'name: clinic\nversion: [' }));
    expect(await answer()).toEqual(running('1.1.0'));
    expect((await find())?.errors).not.toEqual([]);
    await platform.restart(() => writeFiles(folder(), files('1.2.0')));
    expect(await answer()).toEqual(running('1.2.0'));
    expect(await find()).toMatchObject({ state: 'active', errors: [] });
  }, 30_000);

  it('runs in the version before when a migration fails, and its tables are as they were', async () => {
    const broken = { ...files('1.3.0'), 'migrations/0002.sql': 'drop table visits; select nonsense' };
    await platform.restart(() => writeFiles(folder(), broken));
    expect(await answer()).toEqual(running('1.2.0'));
    await platform.restart(() =>
      writeFiles(folder(), { ...files('1.3.0'), 'migrations/0002.sql': 'select 1' }),
    );
    expect(await answer()).toEqual(running('1.3.0'));
  }, 30_000);
});

describe('a folder that an uninstallation had moved aside', () => {
  it('is put back when the uninstallation was not committed', async () => {
    const aside = path.join(parent(), await nameTrash());
    await platform.restart(() => rename(folder(), aside));
    expect(trash()).toEqual([]);
    expect(await find()).toMatchObject({ state: 'active', source: 'customer', folder: folder() });
    expect(await answer()).toEqual(running('1.3.0'));
  });

  it('goes when somebody has put another one in its place', async () => {
    const aside = path.join(parent(), await nameTrash());
    await platform.restart(async () => {
      await rename(folder(), aside);
      await writeFiles(folder(), { ...files('1.4.0'), 'migrations/0002.sql': 'select 1' });
    });
    expect(trash()).toEqual([]);
    expect(await answer()).toEqual(running('1.4.0'));
  });

  it('goes when the uninstallation was committed', async () => {
    const aside = path.join(parent(), await nameTrash());
    const life = platform.admin.client(lifeCycleApi);
    const request = { step: 'uninstall', plugin: 'clinic', data: 'purge' } as const;
    const { id } = await life.plan({ body: request });
    await life.apply({ body: { ...request, plan_id: id } });
    await platform.restart(() => writeFiles(aside, files('1.4.0')));
    expect(trash()).toEqual([]);
    expect(await find()).toBeUndefined();
    expect(await answer()).toBe(404);
  });
});

it('takes up a folder that is dropped in while the platform starts', async () => {
  whileStarting = async () => {
    whileStarting = async () => {};
    const manifest = 'name: late\nversion: 1.0.0\n';
    await writeFiles(path.join(parent(), 'late'), { 'plugin.yaml': manifest });
  };
  await platform.restart();
  const state = async () => {
    const { plugins } = await platform.admin.client(pluginsApi).list();
    return plugins.find(({ name }) => name === 'late')?.state;
  };
  await expect.poll(state, { timeout: 10_000 }).toBe('active');
});
