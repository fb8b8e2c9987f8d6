import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { createPlatform, readSettings } from '@honeyframe/server';
import { pino } from 'pino';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { BenchResult } from './bench-result.ts';

const account = { email: 'admin@example.org', password: 'first load of the shell' };
const LIMIT_KB = 250;
/** Nothing hard depends on these two; they are here so that a doubling is noticed. */
const LIMIT_BLOCKS_KB = 350;
const FURTHER_PLUGINS = 20;

/**
 * What a browser that was never here loads to sign in and see Home: scripts only, gzipped one by one. Three visits:
 * without the plugins' own scripts, with twenty more plugins in the sidebar, and with every block.
 */
export async function run(): Promise<BenchResult[]> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'honeyframe-first-load-'));
  // As root the database runs under another account, which must be able to pass through.
  await chmod(dataDir, 0o711);
  const platform = await startPlatform(dataDir);
  const browser = await launchBrowser();
  try {
    const shell = await visit(browser, platform.address, (page) => withoutPlugins(page));
    const more = await visit(browser, platform.address, async (page) => {
      await withoutPlugins(page);
      await withFurtherPlugins(page);
    });
    const all = await visit(browser, platform.address, async () => {});
    return describe(shell, more, all);
  } finally {
    await browser.close();
    await platform.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

type Scripts = ReadonlyMap<string, number>;

function describe(shell: Scripts, more: Scripts, all: Scripts): BenchResult[] {
  const blocks = new Map([...all].filter(([file]) => !shell.has(file)));
  const kilobytes = (scripts: Scripts) => Math.round(sum(scripts) / 100) / 10;
  const further = (sum(more) - sum(shell)) / FURTHER_PLUGINS;
  const results = [
    { name: 'shell-first-load', value: kilobytes(shell), unit: 'kB', limit: LIMIT_KB, raw: toRecord(shell) },
    { name: 'shell-first-load further-plugin', value: further, unit: 'B', limit: 0 },
    {
      name: 'shell-first-load blocks-and-charts',
      value: kilobytes(blocks),
      unit: 'kB',
      limit: LIMIT_BLOCKS_KB,
      raw: toRecord(blocks),
    },
  ];
  return results.map(({ limit, ...result }) => ({
    ...result,
    goal: limit,
    floor: limit,
    ok: result.value <= limit,
  }));
}

function sum(scripts: Scripts): number {
  return scripts.values().reduce((total, bytes) => total + bytes, 0);
}

function toRecord(scripts: Scripts): Record<string, number> {
  return Object.fromEntries([...scripts].sort(([, a], [, b]) => b - a));
}

async function startPlatform(dataDir: string) {
  const settings = readSettings({
    DATA_DIR: dataDir,
    PORT: '0',
    HONEYFRAME_ADMIN_EMAIL: account.email,
    HONEYFRAME_ADMIN_PASSWORD: account.password,
  });
  const platform = await createPlatform({ settings, log: pino({ level: 'silent' }) });
  const { address } = await platform.listen();
  await platform.started;
  return { address, close: () => platform.close() };
}

function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.HONEYFRAME_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  });
}

/** One visit with an empty cache: the sign-in page, then Home until nothing more is asked for. */
async function visit(
  browser: Browser,
  address: string,
  prepare: (page: Page) => Promise<void>,
): Promise<Scripts> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const scripts = new Map<string, number>();
  const reading: Promise<void>[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (!pathname.endsWith('.js') || !response.ok()) return;
    const measure = response.body().then((body) => {
      scripts.set(pathname, gzipSync(body, { level: 9 }).length);
    });
    reading.push(measure);
  });
  await prepare(page);
  await page.goto(address);
  // The page that says "starting" loads itself again until the shell is there.
  await page.locator('input[type=password]').waitFor({ timeout: 120_000 });
  await page.locator('input[type=email]').fill(account.email);
  await page.locator('input[type=password]').fill(account.password);
  const home = page.waitForResponse('**/api/dashboards/home');
  await page.locator('button[type=submit]').click();
  await home;
  await page.getByRole('heading', { name: 'Home' }).waitFor();
  await untilQuiet(reading);
  await Promise.all(reading);
  await context.close();
  return scripts;
}

/** Until no script came for two seconds: a block asks for its parts one after the other. */
async function untilQuiet(reading: readonly unknown[]): Promise<void> {
  for (let seen = -1; seen !== reading.length; ) {
    seen = reading.length;
    await setTimeout(2_000);
  }
}

async function withoutPlugins(page: Page): Promise<void> {
  await page.route('**/assets/plugins/**', (route) => route.abort());
}

async function withFurtherPlugins(page: Page): Promise<void> {
  await page.route('**/api/shell', async (route) => {
    const response = await route.fetch();
    const shell = await response.json();
    const more = Array.from({ length: FURTHER_PLUGINS }, (_, index) => ({
      slug: `further-${index}`,
      display_name: `Further ${index}`,
      entry: `/assets/plugins/further-${index}/0/entry.js`,
      styles: [],
      pages: [
        {
          path: '/',
          title: 'Page',
          access: { allowed: true, missing: [], descriptions: {}, granted_by: [] },
        },
      ],
    }));
    await route.fulfill({ response, json: { ...shell, plugins: [...shell.plugins, ...more] } });
  });
}
