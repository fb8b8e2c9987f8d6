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
