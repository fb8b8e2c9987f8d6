import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Lineage } from '@honeyframe/contract/api';
import { createPlatform, readSettings } from '@honeyframe/server';
import { pino } from 'pino';
import { type Browser, chromium, type Page } from 'playwright-core';
import { measureFrames } from './measure-frames.ts';

export interface MeasureLineagePageOptions {
  /** For what the platform keeps. */
  readonly folder: string;
  /** dbt's, of the workspace to be shown. */
  readonly manifest: string;
  readonly rounds: number;
}

const account = { email: 'admin@example.org', password: 'lineage of many models' };
const SLUG = 'bench';
const LAYOUT_MILLISECONDS = 60_000;

/** Milliseconds from the navigation until nodes are painted, of the answer that the page waits for, and between frames. */
export async function measureLineagePage(options: MeasureLineagePageOptions) {
  const dataDir = path.join(options.folder, 'data');
  await writePlugin(path.join(dataDir, 'plugins', SLUG));
  const settings = readSettings({
    ...{ DATA_DIR: dataDir, PORT: '0' },
    ...{ HONEYFRAME_ADMIN_EMAIL: account.email, HONEYFRAME_ADMIN_PASSWORD: account.password },
    // No dbt: what it says of the workspace is here already.
    HONEYFRAME_PYTHON: '/nowhere/python3',
  });
  const platform = await createPlatform({ settings, log: pino({ level: 'silent' }) });
  const browser = await launchBrowser();
  try {
    const { address } = await platform.listen();
    await platform.started;
    await leaveManifest(path.join(dataDir, 'dbt/workspaces', SLUG), options.manifest);
    return await visit(browser, address, options.rounds);
  } finally {
    await browser.close();
    await platform.close();
  }
}

/** Its own models do not matter: the manifest tells of others. */
async function writePlugin(folder: string): Promise<void> {
  await mkdir(path.join(folder, 'dbt/models'), { recursive: true, mode: 0o711 });
  await writeFile(path.join(folder, 'plugin.yaml'), `name: ${SLUG}\nversion: 1.0.0\ndbt_workspace: dbt/\n`);
  await writeFile(
    path.join(folder, 'dbt/dbt_project.yml'),
    `name: ${SLUG}\nversion: 1.0.0\nprofile: honeyframe\n`,
  );
  await writeFile(path.join(folder, 'dbt/models/one.sql'), 'select 1 as id\n');
}

/** As a parse leaves it beside the staged version. */
async function leaveManifest(versions: string, manifest: string): Promise<void> {
  const [version = ''] = await readdir(versions);
  await copyFile(manifest, path.join(versions, version, 'manifest.json'));
}

async function visit(browser: Browser, address: string, rounds: number) {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await signIn(page, address);
  const answers = await untilSettled(page);
  await open(page, address);
  const painted: number[] = [];
  for (let round = 0; round < rounds; round += 1) painted.push(await open(page, address));
  return { painted, answers, frames: await measureFrames(page) };
}

async function signIn(page: Page, address: string): Promise<void> {
  await page.goto(address);
  // The page that says "starting" loads itself again until the shell is there.
  await page.locator('input[type=password]').waitFor({ timeout: 120_000 });
  await page.locator('input[type=email]').fill(account.email);
  await page.locator('input[type=password]').fill(account.password);
  await page.locator('button[type=submit]').click();
  await page.getByRole('heading', { name: 'Home' }).waitFor();
}

/** Asks until the careful layout is there. @returns what the first answer, with columns, and the last one took. */
async function untilSettled(page: Page): Promise<{ first: number; last: number }> {
  const ask = () =>
    page.evaluate(async (url) => {
      const began = performance.now();
      const { nodes, is_settled } = (await (await fetch(url)).json()) as Lineage;
      return { nodes: nodes.length, is_settled, took: performance.now() - began };
    }, `/api/dbt/lineage?workspace=${SLUG}`);
  const first = await ask();
  if (first.nodes === 0) throw new Error('the lineage is empty');
  for (let waited = 0; waited < LAYOUT_MILLISECONDS; waited += 500) {
    const { is_settled, took } = await ask();
    if (is_settled) return { first: first.took, last: took };
    await setTimeout(500);
  }
  return { first: first.took, last: Number.NaN };
}

/** Milliseconds until a node is on the screen, by the page's own clock, which begins with the navigation. */
async function open(page: Page, address: string): Promise<number> {
  await page.goto(`${address}/data/lineage?workspace=${SLUG}`, { waitUntil: 'commit' });
  await page.locator('.hf-lineage-node').first().waitFor({ timeout: 60_000 });
  // As text: it is the browser's. The second frame begins when the first is painted.
  return await page.evaluate<number>(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))',
  );
}

function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.HONEYFRAME_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      '--disable-background-networking',
    ],
  });
}
