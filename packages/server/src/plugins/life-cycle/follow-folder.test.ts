import { rename } from 'node:fs/promises';
import path from 'node:path';
import { type PluginSummary, pluginsApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, writeFiles } from '@honeyframe/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const manifest = (version: string) => `name: clinic
version: ${version}
routers: ["./backend/visits.ts:router"]
permissions: [visit.read]
seed_groups: [{ name: clinic_staff, permissions: [visit.read] }]
`;
const router = (answer: string) => `import { text } from './text.ts';
export const router = async (app) => {
  app.get('/visits', { config: { permission: 'visit.read' } }, async () => ({ answer: '${answer}' + text }));
};`;

let platform: TestPlatform;
let folder: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  folder = path.join(platform.dataDir, 'plugins', 'clinic');
});
afterAll(() => platform.stop());

const find = async (): Promise<PluginSummary | undefined> => {
  const { plugins } = await platform.admin.client(pluginsApi).list();
  return plugins.find(({ name }) => name === 'clinic');
};
const answer = async () => {
  const response = await platform.admin.fetch('/api/clinic/visits');
  return [response.status, ((await response.json()) as { answer?: string; code?: string }).answer];
};
const becomes = (expected: unknown) =>
  vi.waitFor(async () => expect(await answer()).toEqual(expected), { timeout: 20_000, interval: 50 });

describe('a plugin folder of a platform that runs', () => {
  it('is installed when it is dropped in', async () => {
    await writeFiles(folder, {
      'plugin.yaml': manifest('1.0.0'),
      'backend/visits.ts': router('one'),
      'backend/text.ts': "export const text = '!';",
    });
    await becomes([200, 'one!']);
    expect(await find()).toMatchObject({ source: 'customer', state: 'active', version: '1.0.0' });
  });

  it('is taken up when a router, or what it imports, is edited', async () => {
    await writeFiles(folder, { 'backend/visits.ts': router('two') });
    await becomes([200, 'two!']);
    await writeFiles(folder, { 'backend/text.ts': "export const text = '?';" });
    await becomes([200, 'two?']);
  });

  it('is taken up when the manifest is edited', async () => {
    await writeFiles(folder, { 'plugin.yaml': manifest('1.1.0') });
    await vi.waitFor(async () => expect((await find())?.version).toBe('1.1.0'), { timeout: 20_000 });
  });

  it('runs on as it was when an edit cannot run, and says why', async () => {
    await writeFiles(folder, { 'backend/visits.ts': 'export const router = async (app) => { broken' });
    await vi.waitFor(
      async () => expect((await find())?.errors).toMatchObject([{ code: 'HF_ROUTER_IMPORT_FAILED' }]),
      { timeout: 20_000 },
    );
    expect(await answer()).toEqual([200, 'two?']);
    await writeFiles(folder, { 'plugin.yaml': 'name: clinic\nversion: [' });
    await vi.waitFor(async () => expect((await find())?.errors).not.toEqual([]), { timeout: 20_000 });
    expect(await answer()).toEqual([200, 'two?']);
    await writeFiles(folder, { 'plugin.yaml': manifest('1.2.0'), 'backend/visits.ts': router('three') });
    await becomes([200, 'three?']);
    expect(await find()).toMatchObject({ version: '1.2.0', errors: [] });
  });

  it('is missing when it goes, and comes back with it', async () => {
    await rename(folder, `${platform.dataDir}/elsewhere`);
    await vi.waitFor(async () => expect((await find())?.state).toBe('missing'), { timeout: 20_000 });
    expect((await answer())[0]).toBe(404);
    await rename(`${platform.dataDir}/elsewhere`, folder);
    await becomes([200, 'three?']);
    expect(await find()).toMatchObject({ state: 'active' });
  });
});
