import fastify from 'fastify';
import { chromium } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { createPlugin, createTinyFrontend, smallFrontend } from './frontend-fixture.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function openPage(url: string) {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: flags });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  page.on('pageerror', (error) => void complaints.push(error.message));
  await page.goto(url);
  return { page, complaints };
}

test("runs a plugin's page with hooks and styles inside the shell's React, under the strict policy", async () => {
  const { frontend } = await createTinyFrontend();
  const [built] = await frontend.buildPlugins([await createPlugin('counter', smallFrontend)]);
  const app = fastify();
  onTestFinished(() => app.close());
  await frontend.bindRoutes(app);
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });

  const { page, complaints } = await openPage(`${origin}/?entry=${built?.bundle?.entry}`);
  const button = page.locator('main[data-shell=shell] button.counter');
  await button.click();
  await button.click();

  expect(await button.textContent()).toBe('clicked 2 times');
  expect(await button.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(1, 2, 3)');
  expect(complaints).toEqual([]);
});
