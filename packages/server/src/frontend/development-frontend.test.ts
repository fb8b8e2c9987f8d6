import { symlink } from 'node:fs/promises';
import { get } from 'node:http';
import path from 'node:path';
import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { createFrontend } from './create-frontend.ts';
import {
  createPlugin,
  createTempDir,
  createTinyInstallation,
  openPage,
  silentLog,
  smallFrontend,
  writeFiles,
} from './frontend-fixture.ts';

test('serves sources in development, shares React with a plugin outside, and replaces an edited page', {
  timeout: 90_000,
}, async () => {
  const dataDir = await createTempDir();
  const installDir = await createTinyInstallation();
  const frontend = createFrontend({ dataDir, installDir, log: silentLog, mode: 'development' });
  const app = fastify();
  onTestFinished(() => app.close());
  onTestFinished(() => frontend.close());
  await frontend.bindRoutes(app, async () => true);
  await frontend.ensureShell();
  const source = await createPlugin('counter', smallFrontend);
  const [built] = await frontend.buildPlugins([source]);
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });

  const { page, complaints } = await openPage(`${origin}/?entry=${built?.bundle?.entry}`);
  const button = page.locator('main[data-shell=shell] button.counter');
  await button.click();
  expect(await button.textContent()).toBe('clicked 1 times');
  const file = 'frontend/src/pages/counter.tsx';
  await writeFiles(source.root, { [file]: (smallFrontend[file] ?? '').replace('clicked', 'pressed') });
  await page.getByText('pressed 1 times').waitFor();
  expect(complaints).toEqual([]);

  const outside = await fetch(`${origin}/@fs${path.join(dataDir, 'secrets/key')}`);
  expect(outside.status).toBeGreaterThanOrEqual(400);
});

/** As it is, dots and all; `fetch` would tidy the address. */
function request(origin: string, address: string, cookie = ''): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const asking = get({ hostname, port, path: address, headers: { cookie, accept: '*/*' } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    asking.on('error', reject);
  });
}

test("serves the shell's sources to everybody, and a plugin's to those who may load it, however they spell it", {
  timeout: 60_000,
}, async () => {
  const dataDir = await createTempDir();
  const installDir = await createTinyInstallation();
  const frontend = createFrontend({ dataDir, installDir, log: silentLog, mode: 'development' });
  const app = fastify();
  onTestFinished(() => app.close());
  onTestFinished(() => frontend.close());
  await frontend.bindRoutes(app, async ({ headers }, slug) => headers.cookie === `has=${slug}`);
  await frontend.ensureShell();
  const source = await createPlugin('counter', smallFrontend);
  const [built] = await frontend.buildPlugins([source]);
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  const page = path.join(source.root, 'frontend/src/pages/counter.tsx');
  const entry = built?.bundle?.entry ?? '';

  expect((await request(origin, '/src/main.tsx')).text).toContain('no plugin');
  // What one has loaded the development server keeps, and calls safe.
  expect((await request(origin, entry, 'has=counter')).text).toContain('/pages/counter.tsx');
  expect((await request(origin, `/@fs${page}`, 'has=counter')).text).toContain('times');
  expect((await request(origin, entry)).status).toBe(404);
  expect((await request(origin, `/@fs${page}`, 'has=other')).status).toBe(404);

  const alias = path.join(await createTempDir(), 'alias');
  await symlink(source.root, alias);
  const up = path.relative(path.join(installDir, 'packages/web'), page);
  const spellings = [
    page,
    `/${up}`,
    `/@fs/${up}`,
    `/@id${page}`,
    `/@id/__x00__${page}`,
    `/@fs/@fs${page}`,
    `/@fs/${page}`,
    `/@fs${page.replace('/pages/', '/./pages/')}`,
    `/@fs${page.replace('/pages/', '%2Fpages%2F')}`,
    `/@fs${page.replace('/pages/', '/%2570ages/')}`,
    `/%40fs${page}`,
    `/@fs${page.slice(0, -'.tsx'.length)}`,
    `/@fs${page}?raw`,
    `/@fs${page}?import&url`,
    `/@fs${path.join(alias, 'frontend/src/pages/counter.tsx')}`,
    `/src/../${up}`,
  ];
  const leaks = [];
  for (const spelling of spellings) {
    for (const address of [spelling, `${spelling}${spelling.includes('?') ? '&' : '?'}import`]) {
      const { status, text } = await request(origin, address);
      if (status < 400 || text.includes('times')) leaks.push(address);
    }
  }
  expect(leaks).toEqual([]);
});
