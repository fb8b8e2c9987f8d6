import { lifeCycleApi, pluginsApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, type TestUser } from '@honeyframe/testkit';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { takeStep } from './everything.fixture.ts';

/** A door that the plugin's code waits at, loaded or asked; the runtime is this process. */
const door = { loading: Promise.resolve(), asking: Promise.resolve() };
(globalThis as { testDoor?: typeof door }).testDoor = door;

const files = {
  'plugin.yaml': `name: slow
version: 1.0.0
routers: ["./backend/slow.ts:router"]
permissions: [slow.use]
`,
  'backend/slow.ts': `await globalThis.testDoor.loading;
export const router = async (app) => {
  app.get('/', { config: { permission: 'slow.use' } }, async () => {
    await globalThis.testDoor.asking;
    return { ok: true };
  });
};`,
};

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({
    env: { HONEYFRAME_PYTHON: '/none' },
    plugins: [{ slug: 'slow', files }],
  });
});
afterAll(() => platform.stop());

function close(which: keyof typeof door): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  door[which] = promise;
  onTestFinished(() => resolve());
  return resolve;
}

async function ask(): Promise<{ status: number; code: string | undefined }> {
  const response = await platform.admin.fetch('/api/slow/');
  return { status: response.status, code: ((await response.json()) as { code?: string }).code };
}

it('is refused while the plugin is starting', async () => {
  const open = close('loading');
  const before = platform.url;
  const restarted = platform.restart();
  const admin = await vi.waitFor(
    async (): Promise<TestUser> => {
      expect(platform.url).not.toBe(before);
      return await platform.signIn('admin@example.org', 'correct horse battery staple');
    },
    { timeout: 10_000 },
  );
  const life = admin.client(lifeCycleApi);
  for (const step of ['uninstall', 'upgrade'] as const)
    await expect(life.apply({ body: { step, plugin: 'slow' } })).rejects.toMatchObject({
      status: 409,
      code: 'HF_PLUGIN_STEP_IMPOSSIBLE',
      message: expect.stringContaining('still starting'),
    });
  open();
  await restarted;
  expect(await ask()).toEqual({ status: 200, code: undefined });
}, 30_000);

/** Asks for the uninstallation, and resolves when the plugin takes no requests any more. */
async function beginToLeave(): Promise<{ readonly left: Promise<unknown> }> {
  const life = platform.admin.client(lifeCycleApi);
  const request = { step: 'uninstall', plugin: 'slow', data: 'keep' } as const;
  const { id } = await life.plan({ body: request });
  const left = life.apply({ body: { ...request, plan_id: id } });
  await vi.waitFor(async () => {
    const { plugins } = await platform.admin.client(pluginsApi).list();
    expect(plugins.find(({ name }) => name === 'slow')?.routes).toEqual([]);
  }, 10_000);
  return { left };
}

it('lets those inside finish, and tells whoever comes meanwhile after 5 s what is going on', async () => {
  const open = close('asking');
  const inside = ask();
  const { left } = await beginToLeave();
  const started = performance.now();
  expect(await ask()).toEqual({ status: 503, code: 'HF_PLUGIN_UNINSTALLING' });
  const waited = performance.now() - started;
  expect(waited).toBeGreaterThan(4_900);
  expect(waited).toBeLessThan(8_000);
  open();
  expect(await inside).toEqual({ status: 200, code: undefined });
  await left;
  expect(await ask()).toEqual({ status: 404, code: 'HF_PLUGIN_UNINSTALLED' });
}, 30_000);

it('answers whoever waits as soon as it is done', async () => {
  await takeStep(platform, { step: 'install', plugin: 'slow' });
  const open = close('asking');
  const inside = ask();
  const { left } = await beginToLeave();
  const waiting = ask();
  open();
  await left;
  expect(await inside).toEqual({ status: 200, code: undefined });
  expect(await waiting).toEqual({ status: 404, code: 'HF_PLUGIN_UNINSTALLED' });
}, 30_000);
