import path from 'node:path';
import { lifeCycleApi, pluginsApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, writeFiles } from '@honeyframe/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const manifest = (version: string, migrations = '') =>
  `name: clinic\nversion: ${version}\nrouters: ["./r.ts:router"]\npermissions: [visit.read]\n${migrations}`;
const router = (body: string) => `export const router = async (app) => {
  app.get('/visits', { config: { permission: 'visit.read' } }, async () => { ${body} });
};`;

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform({
    plugins: [
      { slug: 'clinic', files: { 'plugin.yaml': manifest('1.0.0'), 'r.ts': router("return 'fine'") } },
    ],
  });
});
afterAll(() => platform.stop());

const life = () => platform.admin.client(lifeCycleApi);
const status = async () => (await platform.admin.fetch('/api/clinic/visits')).status;
const edit = (files: Record<string, string>) =>
  writeFiles(path.join(platform.installDir, 'plugins', 'clinic'), files);
/** A new version that fails half of its requests. */
const failing = router(
  "if ((globalThis.clinicCalls = (globalThis.clinicCalls ?? 0) + 1) % 2) throw new Error('no'); return 'fine'",
);

async function callUntilFailing(): Promise<void> {
  await vi.waitFor(async () => expect(await status()).toBe(500), { timeout: 20_000, interval: 20 });
  for (let call = 0; call < 100; call += 1) await status();
}

const lastStep = async () => (await life().history({ params: { slug: 'clinic' } })).steps[0];

describe('a new version that fails in its first minute', () => {
  it('is rolled back by itself, with the reason', async () => {
    await edit({ 'plugin.yaml': manifest('1.1.0'), 'r.ts': failing });
    await callUntilFailing();
    await vi.waitFor(async () => expect(await lastStep()).toMatchObject({ outcome: 'rolled_back' }), {
      timeout: 20_000,
    });
    expect(await lastStep()).toMatchObject({
      to_version: '1.0.0',
      reason: expect.stringContaining('failed'),
    });
    expect([await status(), await status()]).toEqual([200, 200]);
  });

  it('keeps serving when it has changed tables, and says so', async () => {
    await edit({
      'plugin.yaml': manifest('1.2.0', 'migrations: migrations\n'),
      'r.ts': failing,
      'migrations/0001-notes.sql': 'create table notes (id int)',
    });
    await callUntilFailing();
    await vi.waitFor(
      async () => {
        const { plugins } = await platform.admin.client(pluginsApi).list();
        const clinic = plugins.find(({ name }) => name === 'clinic');
        expect(clinic?.diagnostics).toContainEqual(expect.objectContaining({ code: 'HF_PLUGIN_UNHEALTHY' }));
        expect(clinic).toMatchObject({ version: '1.2.0' });
      },
      { timeout: 20_000 },
    );
  });
});
