import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createFrontend } from './create-frontend.ts';
import {
  type CleanUp,
  createPlugin,
  createTinyFrontend,
  smallFrontend,
  writeFiles,
} from './frontend-fixture.ts';

const html = { accept: 'text/html,*/*' };

async function createServer(cleanUp: CleanUp = onTestFinished) {
  const parts = await createTinyFrontend(cleanUp);
  const app = fastify();
  cleanUp(() => app.close());
  await parts.frontend.bindRoutes(app, async (_, slug) => slug !== 'secret');
  app.get('/api/known', async () => ({ known: true }));
  const get = (url: string, headers: Record<string, string> = html) => app.inject({ url, headers });
  return { ...parts, get };
}

/** One for the file: building a shell takes two seconds. */
let built: Awaited<ReturnType<typeof createServer>>;
const undo: (() => Promise<void>)[] = [];
beforeAll(async () => {
  built = await createServer((step) => undo.unshift(step));
  await built.frontend.ensureShell();
});
afterAll(async () => {
  for (const step of undo) await step();
});

describe('serving the frontend', () => {
  test('answers every address of the shell with its page and lets the API answer its own', async () => {
    const { get } = built;
    for (const url of ['/', '/sign-in', '/plugins/healthcare/patients?q=1', '/apis']) {
      const answer = await get(url);
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(answer.headers['cache-control']).toBe('no-store');
    }
    expect((await get('/api/known')).json()).toEqual({ known: true });
    expect((await get('/api/unknown')).statusCode).toBe(404);
    expect((await get('/sign-in', { accept: 'application/json' })).statusCode).toBe(404);
    expect((await get('/assets/none.js')).statusCode).toBe(404);
  });

  test('allows the inline import map by its hash and nothing else that is inline or from elsewhere', async () => {
    const { get } = built;
    const { body, headers } = await get('/');
    const [, importMap = ''] = /<script type="importmap">(.*?)<\/script>/s.exec(body) ?? [];
    const hash = createHash('sha256').update(importMap).digest('base64');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain(`script-src 'self' 'sha256-${hash}';`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/https?:|script-src[^;]*unsafe/);
    expect(body.indexOf('importmap')).toBeLessThan(body.indexOf('modulepreload'));
    expect(body).not.toContain('/src/main.tsx');
  });

  test('serves every file that the page names for ever, and compressed', async () => {
    const { get } = built;
    const { body } = await get('/');
    const files = body.match(/\/assets\/shell\/[^"]+/g) ?? [];
    expect(files.length).toBeGreaterThan(6);
    for (const file of files) {
      const answer = await get(file, { 'accept-encoding': 'br' });
      expect([file, answer.statusCode]).toEqual([file, 200]);
      expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(answer.headers['content-type']).toMatch(/javascript|css/);
    }
    const entry = files.find((file) => file.includes('react-dom-client')) ?? '';
    const [, chunk = ''] = /from"\.\.\/([^"]+)"/.exec((await get(entry, {})).body) ?? [];
    const large = path.posix.join(path.posix.dirname(entry), '..', chunk);
    for (const encoding of ['br', 'gzip']) {
      const answer = await get(large, { 'accept-encoding': encoding });
      expect(answer.headers['content-encoding']).toBe(encoding);
      expect(answer.headers.vary).toContain('accept-encoding');
    }
  });

  test('serves nothing but the files of the builds', async () => {
    const { frontend, get, dataDir } = built;
    const [plugin] = await frontend.buildPlugins([await createPlugin('counter', smallFrontend)]);
    await writeFiles(dataDir, {
      'secrets/key': 'open sesame',
      'builds/shell/.draft-1/a.js': '1',
      'builds/other.js': '1',
    });
    const folder = path.posix.dirname(plugin?.bundle?.entry ?? '');
    expect((await get(plugin?.bundle?.entry ?? '', {})).statusCode).toBe(200);
    const [hash] = await readdir(path.join(dataDir, 'builds/shell')).then((all) =>
      all.filter((name) => name[0] !== '.'),
    );
    for (const url of [
      `${folder}/bundle.json`,
      `/assets/shell/${hash}/shell.json`,
      '/assets/shell/.draft-1/a.js',
      '/assets/shell/../other.js',
      '/assets/shell/..%2fother.js',
      '/assets/plugins/..%2f..%2fsecrets%2fkey',
      '/assets/shell/',
    ]) {
      const answer = await get(url);
      expect([url, answer.body.includes('sesame'), answer.statusCode >= 400]).toEqual([url, false, true]);
    }
  });

  test('serves the files of a plugin to those who may load it alone, and to no shared cache', async () => {
    const { dataDir, get } = built;
    await writeFiles(dataDir, {
      'builds/plugins/open/0/index.js': 'export default "open"',
      'builds/plugins/secret/0/index.js': 'export default "sesame"',
    });
    const open = await get('/assets/plugins/open/0/index.js', {});
    expect([open.statusCode, open.headers['cache-control']]).toEqual([
      200,
      'private, max-age=31536000, immutable',
    ]);
    for (const url of [
      '/assets/plugins/secret/0/index.js',
      '/assets/plugins/open/..%2fsecret/0/index.js',
      '/assets/plugins/open%2f..%2fsecret/0/index.js',
      '/assets/plugins/open/%252e%252e/secret/0/index.js',
      '/assets/plugins/.%2fsecret/0/index.js',
      '/assets/plugins/%2fsecret/0/index.js',
      '/assets/plugins//secret/0/index.js',
      '/assets/plugins/open/..%5csecret/0/index.js',
      '/assets/shell/..%2fplugins/secret/0/index.js',
    ]) {
      const answer = await get(url, {});
      expect([url, answer.body.includes('sesame'), answer.statusCode >= 400]).toEqual([url, false, true]);
    }
  });

  test('shows a page that asks again until the shell is built', async () => {
    const { get, frontend } = await createServer();
    const before = await get('/');
    expect([before.statusCode, before.body.includes('http-equiv="refresh"')]).toEqual([503, true]);
    await frontend.ensureShell();
    expect((await get('/')).statusCode).toBe(200);
  });

  test('says on the page why the shell could not be built', async () => {
    const { get, frontend, installDir } = await createServer();
    await writeFiles(installDir, { 'packages/web/src/main.tsx': "import './missing.tsx';" });
    await frontend.ensureShell();
    const answer = await get('/');
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('missing.tsx');
    expect(answer.body).not.toContain('http-equiv="refresh"');
  });

  test('takes the shell from the cache at the second start', async () => {
    const { installDir, dataDir } = built;
    const lines: string[] = [];
    const log = { info: (_: object, line: string) => void lines.push(line), warn() {}, error() {} };
    const second = createFrontend({ dataDir, installDir, log });
    await second.ensureShell();
    expect(lines).toEqual([]);
    await writeFiles(installDir, { 'packages/web/src/main.css': 'body { margin: 1px }' });
    const third = createFrontend({ dataDir, installDir, log });
    onTestFinished(() => third.close());
    await third.ensureShell();
    expect(lines).toContain('bundling the shell');
  });
});
