import { readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import path from 'node:path';
import { accessApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, type TestUser } from '@honeyframe/testkit';
import { writeFiles } from '@honeyframe/testkit/files';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bindFrontendRoutes } from '../frontend/index.ts';
import { createStubFrontend, isolationPlugins } from './isolation/isolation-plugins.fixture.ts';

const BUNDLE = '/assets/plugins/clinic/hash/index.js';

let platform: TestPlatform;
let beta: string;
beforeAll(async () => {
  platform = await startTestPlatform({
    plugins: isolationPlugins.filter((plugin) => typeof plugin !== 'string' && plugin.slug === 'clinic'),
    frontend: ({ dataDir }) => ({
      ...createStubFrontend(),
      bindRoutes: (app, mayLoadBundle) =>
        bindFrontendRoutes(app, {
          buildsDir: path.join(dataDir, 'builds'),
          page: () => ({ html: '<html></html>', contentSecurityPolicy: "default-src 'self'", status: 200 }),
          mayLoadBundle,
        }),
    }),
  });
  await writeFiles(path.join(platform.dataDir, 'builds'), { 'plugins/clinic/hash/index.js': 'export {}' });
  const { id } = await platform.admin.client(accessApi).createOrg({ body: { slug: 'beta', name: 'Beta' } });
  beta = id;
});
afterAll(() => platform.stop());

/** Switches the plugin on or off in one organisation. */
async function setClinic(step: 'enable' | 'disable', org?: string): Promise<void> {
  const response = await platform.admin.fetch('/api/plugins/steps', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(org && { 'x-org-id': org }) },
    body: JSON.stringify({ step, plugin: 'clinic' }),
  });
  expect([response.status, await response.text()]).toEqual([200, expect.any(String)]);
}

it('gives the code of a plugin to those alone who belong to an organisation that uses it', async () => {
  await setClinic('disable', beta);
  const member = await platform.createMember('member@example.org');
  const stranger = await platform.createMember('stranger@example.org');
  const moved = await platform.admin.fetch('/api/users', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-org-id': beta },
    body: JSON.stringify({ email: 'stranger@example.org' }),
  });
  expect(moved.status).toBe(200);
  await stranger.fetch('/api/users/me/leave', { method: 'POST' });

  const load = async (user?: TestUser) =>
    (user ? await user.fetch(BUNDLE) : await fetch(platform.url + BUNDLE)).status;
  expect([await load(), await load(stranger), await load(member), await load(platform.admin)]).toEqual([
    401, 404, 200, 200,
  ]);
  const unknown = await stranger.fetch('/assets/plugins/nothing/hash/index.js');
  const foreign = await stranger.fetch(BUNDLE);
  const { code } = (await unknown.json()) as { code: string };
  expect(await foreign.json()).toMatchObject({ code });
  // The page itself and the sign-in on it are for everybody.
  expect((await fetch(`${platform.url}/sign-in`, { headers: { accept: 'text/html' } })).status).toBe(200);
});

it('answers the public routes of a plugin while one organisation uses it, and no longer', async () => {
  const ask = async () => (await fetch(`${platform.url}/api/clinic/open`)).status;
  expect(await ask()).toBe(200);
  await setClinic('disable');
  expect(await ask()).toBe(404);
  await setClinic('enable', beta);
  expect(await ask()).toBe(200);
  await setClinic('enable');
});

it('finds no organisation for the command line that does not exist, whatever it is called', async () => {
  const record = await readFile(path.join(platform.dataDir, 'secrets/operator-socket'), 'utf8');
  const ask = (org: string) =>
    new Promise<{ status: number | undefined; code: unknown }>((resolve, reject) => {
      const headers = { 'x-org-id': org };
      httpRequest({ socketPath: record.trim(), path: '/api/groups', headers }, async (response) => {
        const parts = await response.toArray();
        const { code } = JSON.parse(Buffer.concat(parts).toString()) as { code?: unknown };
        resolve({ status: response.statusCode, code });
      })
        .on('error', reject)
        .end();
    });
  expect(await ask(beta)).toMatchObject({ status: 200 });
  const refusal = { status: 404, code: 'HF_ORG_NOT_FOUND' };
  expect(await ask('11111111-1111-4111-8111-111111111111')).toEqual(refusal);
  expect(await ask('beta')).toEqual(refusal);
  expect(await ask("' or true --")).toEqual(refusal);
});
