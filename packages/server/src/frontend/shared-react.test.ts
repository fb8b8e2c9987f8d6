import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { createPlugin, createTinyFrontend, openPage, smallFrontend } from './frontend-fixture.ts';

test("runs a plugin's page with hooks and styles inside the shell's React, under the strict policy", {
  timeout: 90_000,
}, async () => {
  const { frontend } = await createTinyFrontend();
  const [built] = await frontend.buildPlugins([await createPlugin('counter', smallFrontend)]);
  const app = fastify();
  onTestFinished(() => app.close());
  await frontend.bindRoutes(app, async () => true);
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });

  const { page, complaints } = await openPage(`${origin}/?entry=${built?.bundle?.entry}`);
  const button = page.locator('main[data-shell=shell] button.counter');
  await button.click();
  await button.click();

  expect(await button.textContent()).toBe('clicked 2 times');
  expect(await button.evaluate((element) => Reflect.get(globalThis, 'getComputedStyle')(element).color)).toBe(
    'rgb(1, 2, 3)',
  );
  expect(complaints).toEqual([]);
});
