import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { createFrontend } from './create-frontend.ts';
import type { FrontendSource } from './plugin-bundle/plugin-frontend.ts';

const repository = path.resolve(import.meta.dirname, '../../../..');

/** Files by relative name. */
export type Files = Readonly<Record<string, string>>;

/** Says nothing; a test that cares looks at the results. */
export const silentLog = { info() {}, warn() {}, error() {} };

/** Takes what is to be undone at the end of a test, or of a file. */
export type CleanUp = (undo: () => Promise<void>) => void;

/** A frontend over a tiny shell. */
export async function createTinyFrontend(cleanUp: CleanUp = onTestFinished) {
  const dataDir = await createTempDir(cleanUp);
  const installDir = await createTinyInstallation(cleanUp);
  const frontend = createFrontend({ dataDir, installDir, log: silentLog });
  cleanUp(() => frontend.close());
  return { frontend, dataDir, installDir };
}

export async function createTempDir(cleanUp: CleanUp = onTestFinished): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hf-frontend-'));
  cleanUp(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

/** An installation whose shell is ten lines: it shares React and shows one plugin, named in the address. */
export async function createTinyInstallation(cleanUp?: CleanUp): Promise<string> {
  const folder = await createTempDir(cleanUp);
  const config = path.join(repository, 'packages/web/build/shell-config.ts');
  const shared = ['react', 'react/jsx-runtime', 'react-dom', 'react-dom/client', '@honeyframe/sdk/frontend'];
  await symlink(path.join(repository, 'node_modules'), path.join(folder, 'node_modules'));
  await writeFiles(folder, {
    'package-lock.json': '{}',
    'packages/web/index.html': await readFile(path.join(repository, 'packages/web/index.html'), 'utf8'),
    'packages/web/vite.config.ts': `import { createShellConfig } from ${JSON.stringify(config)};
      export default createShellConfig({ root: import.meta.dirname, shared: ${JSON.stringify(shared)} });`,
    'packages/web/src/main.css': 'body { margin: 0 }',
    'packages/web/src/main.tsx': `
      import './main.css';
      import { lazy, Suspense, useState } from 'react';
      import { createRoot } from 'react-dom/client';
      const entry = new URLSearchParams(location.search).get('entry') ?? '';
      const Page = lazy(async () => {
        const plugin = await import(/* @vite-ignore */ entry);
        return plugin.default.pages[0].load();
      });
      function App() {
        const [name] = useState('shell');
        return <main data-shell={name}>{entry ? <Suspense><Page /></Suspense> : 'no plugin'}</main>;
      }
      createRoot(document.getElementById('root')!).render(<App />);`,
  });
  return folder;
}

/** The smallest frontend with one page that uses state, a style sheet and a block. */
export const smallFrontend: Files = {
  'frontend/src/index.tsx': `
    import { defineBlock, defineFrontend } from '@honeyframe/sdk/frontend';
    export default defineFrontend({
      pages: [{ path: '/counter', title: 'Counter', permission: 'counter.read',
        load: () => import('./pages/counter.tsx') }],
      blocks: [defineBlock({ type: 'total', title: 'Total', config: { unit: 'clicks' },
        default_placement: { w: 3, h: 2 }, load: () => import('./blocks/total.tsx') })],
    });`,
  'frontend/src/pages/counter.css': '.counter { color: rgb(1, 2, 3) }',
  'frontend/src/pages/counter.tsx': `
    import './counter.css';
    import { useState } from 'react';
    export default function Counter() {
      const [count, setCount] = useState(0);
      return <button className="counter" onClick={() => setCount(count + 1)}>clicked {count} times</button>;
    }`,
  'frontend/src/blocks/total.tsx': `export default function Total() { return <p>0</p>; }`,
};

/** Writes a plugin's folder and describes it as the life cycle would. */
export async function createPlugin(slug: string, files: Files): Promise<FrontendSource> {
  const root = path.join(await createTempDir(), slug);
  await writeFiles(root, files);
  return { slug, root, entry: 'frontend/src/index.tsx', permissions: ['counter.read'] };
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Opens an address in the system's Chromium, and collects what the page complains about. */
export async function openPage(url: string) {
  const browser = await chromium.launch({
    executablePath: process.env.HONEYFRAME_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: flags,
  });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  page.on('pageerror', (error) => void complaints.push(error.message));
  await page.goto(url);
  return { page, complaints };
}
