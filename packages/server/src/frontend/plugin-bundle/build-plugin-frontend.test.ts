import { readdir, readFile, rm, stat, symlink, utimes } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createBuilderProcess } from '../builder-process.ts';
import { createPlugin, createTempDir, type Files, smallFrontend, writeFiles } from '../frontend-fixture.ts';
import type { Shell } from '../shell.ts';
import { buildPluginFrontend } from './build-plugin-frontend.ts';
import type { FrontendSource } from './plugin-frontend.ts';

/** One for the file: the first job of a builder loads Vite, which takes longer than a build. */
const builder = createBuilderProcess();
afterAll(() => builder.close());

async function createBench() {
  const buildsDir = await createTempDir();
  return {
    buildsDir,
    build: (source: FrontendSource, shell?: Shell) =>
      buildPluginFrontend(source, { buildsDir, builder, shell }),
  };
}

/** The small frontend with some files replaced, built once. */
async function buildWith(files: Files) {
  const { build } = await createBench();
  return build(await createPlugin('counter', { ...smallFrontend, ...files }));
}

const frontendOf = (body: string): Files => ({
  'frontend/src/index.tsx': `import { defineFrontend } from '@honeyframe/sdk/frontend';\n${body}`,
});
const page = (path: string, more = '') =>
  `{ path: '${path}', title: 'A page', ${more} load: () => import('./pages/counter.tsx') }`;

describe('building a plugin frontend', () => {
  test('reads pages and blocks from the built entry and names every file by its content', async () => {
    const { build } = await createBench();
    const { bundle, diagnostics } = await build(await createPlugin('counter', smallFrontend));
    expect(diagnostics).toEqual([]);
    expect(bundle?.pages).toEqual([{ path: '/counter', title: 'Counter', permission: 'counter.read' }]);
    expect(bundle?.blocks).toEqual([
      { type: 'total', title: 'Total', config: { unit: 'clicks' }, default_placement: { w: 3, h: 2 } },
    ]);
    expect(bundle?.entry).toMatch(/^\/assets\/plugins\/counter\/[0-9a-f]{20}\/entry-[\w-]{8}\.js$/);
    const files = await readdir(bundle?.folder ?? '');
    expect(files.filter((file) => !/-[\w-]{8}\.(?:js|css)(?:\.gz|\.br)?$/.test(file))).toEqual([
      'bundle.json',
    ]);
  });

  test('leaves the shared modules to the import map', async () => {
    const { bundle } = await buildWith({});
    const { imports } = JSON.parse(await readFile(path.join(bundle?.folder ?? '', 'bundle.json'), 'utf8'));
    expect(imports).toEqual({
      '@honeyframe/sdk/frontend': ['defineBlock', 'defineFrontend'],
      react: ['useState'],
      'react/jsx-runtime': expect.arrayContaining(['jsxs']),
    });
  });

  test('answers from the cache until a source changes', async () => {
    const { build } = await createBench();
    const source = await createPlugin('counter', smallFrontend);
    const first = await build(source);
    const stamped = path.join(first.bundle?.folder ?? '', 'bundle.json');
    await utimes(stamped, 1, 1);
    const second = await build(source);
    expect(second).toEqual(first);
    expect((await stat(stamped)).mtimeMs).toBe(1_000);
    await writeFiles(source.root, { 'frontend/src/pages/counter.css': '.counter { color: red }' });
    const third = await build(source);
    expect(third.bundle?.hash).not.toBe(first.bundle?.hash);
  });

  test('builds again over a cached folder that a power cut left behind', async () => {
    const { build } = await createBench();
    const source = await createPlugin('counter', smallFrontend);
    const first = await build(source);
    await writeFiles(first.bundle?.folder ?? '', { 'bundle.json': '' });
    expect(await build(source)).toEqual(first);
  });

  test('fails alone when its folder cannot be written', async () => {
    const { build, buildsDir } = await createBench();
    await writeFiles(buildsDir, { 'plugins/broken': 'a file where the folder should be' });
    const results = await Promise.all([
      build(await createPlugin('broken', smallFrontend)),
      build(await createPlugin('counter', smallFrontend)),
    ]);
    expect(results[0]?.diagnostics).toMatchObject([{ code: 'HF_FRONTEND_BUILD_STOPPED' }]);
    expect(results[1]?.bundle).toBeDefined();
  });

  test('keeps the three newest builds of a plugin', async () => {
    const { build, buildsDir } = await createBench();
    const source = await createPlugin('counter', smallFrontend);
    const hashes: (string | undefined)[] = [];
    for (const color of ['red', 'green', 'blue', 'gold']) {
      await writeFiles(source.root, { 'frontend/src/pages/counter.css': `.counter { color: ${color} }` });
      hashes.push((await build(source)).bundle?.hash);
    }
    const kept = await readdir(path.join(buildsDir, 'plugins/counter'));
    expect(kept.sort()).toEqual(hashes.slice(1).sort());
  });

  test('checks a cached bundle against the permissions that the manifest declares now', async () => {
    const { build } = await createBench();
    const source = await createPlugin('counter', smallFrontend);
    await build(source);
    const { bundle, diagnostics } = await build({ ...source, permissions: [] });
    expect(bundle).toBeUndefined();
    expect(diagnostics).toMatchObject([
      { code: 'HF_FRONTEND_PERMISSION_UNDECLARED', message: expect.stringContaining("'counter.read'") },
    ]);
  });

  test('tells file, line and column of broken TSX and builds the next plugin', async () => {
    const { build } = await createBench();
    const broken = {
      ...smallFrontend,
      'frontend/src/pages/counter.tsx': 'const a = 1;\nexport default () => <p>;\n',
    };
    const results = await Promise.all([
      build(await createPlugin('broken', broken)),
      build(await createPlugin('counter', smallFrontend)),
    ]);
    expect(results[0]?.diagnostics).toMatchObject([
      { code: 'HF_FRONTEND_BUILD_FAILED', file: 'frontend/src/pages/counter.tsx', line: 2, plugin: 'broken' },
    ]);
    expect(results[0]?.diagnostics[0]?.column).toBeGreaterThan(1);
    expect(results[1]?.bundle).toBeDefined();
  });

  test('names the place of an import that leads nowhere', async () => {
    const { diagnostics } = await buildWith(
      frontendOf("import './missing.ts';\nexport default defineFrontend({});"),
    );
    expect(diagnostics).toMatchObject([
      { code: 'HF_FRONTEND_BUILD_FAILED', file: 'frontend/src/index.tsx', line: 2 },
    ]);
  });

  test('names every package that is neither shared nor brought along', async () => {
    const { diagnostics } = await buildWith(
      frontendOf(
        "import 'vite';\nimport 'no-such-package';\nimport 'node:fs';\nexport default defineFrontend({});",
      ),
    );
    expect(
      diagnostics.map(({ code, line, message }) => [code, line, /imports '(.*?)'/.exec(message)?.[1]]),
    ).toEqual([
      ['HF_FRONTEND_MODULE_UNKNOWN', 2, 'vite'],
      ['HF_FRONTEND_MODULE_UNKNOWN', 3, 'no-such-package'],
      ['HF_FRONTEND_MODULE_UNKNOWN', 4, 'node:fs'],
    ]);
  });

  test('bundles a package that the plugin brings, and lets it use the shared React', async () => {
    const { bundle, diagnostics } = await buildWith({
      'node_modules/hook/package.json': '{ "name": "hook", "version": "1.0.0", "main": "index.js" }',
      'node_modules/hook/index.js':
        'const React = require("react"); exports.useOne = () => React.useState(1);',
      'frontend/src/pages/counter.tsx':
        "import { useOne } from 'hook'; export default function One() { return <p>{useOne()[0]}</p>; }",
    });
    expect(diagnostics).toEqual([]);
    const { imports } = JSON.parse(await readFile(path.join(bundle?.folder ?? '', 'bundle.json'), 'utf8'));
    expect(imports).toHaveProperty('react');
  });

  test('refuses a bundle that carries its own React', async () => {
    const react = await readFile(
      path.join(path.dirname(createRequire(import.meta.url).resolve('react')), 'cjs/react.production.js'),
      'utf8',
    );
    const { diagnostics } = await buildWith({
      'frontend/src/vendor/react.js': react,
      'frontend/src/pages/counter.tsx':
        "import * as React from '../vendor/react.js'; export default function One() { return React.createElement('p'); }",
    });
    expect(diagnostics).toMatchObject([
      { code: 'HF_FRONTEND_OWN_REACT', file: 'frontend/src/vendor/react.js' },
    ]);
  });

  test.each([
    [
      'a script',
      { 'frontend/src/pages/counter.tsx': "import '../../../backend/secret.ts'; export default () => null;" },
    ],
    ['a style sheet', { 'frontend/src/pages/counter.css': "@import '../../../backend/secret.css';" }],
    [
      'an asset',
      { 'frontend/src/pages/counter.css': "p { background: url('../../../backend/secret.svg') }" },
    ],
  ])('refuses %s from outside of the frontend folder', async (_, files) => {
    const { diagnostics } = await buildWith({
      'backend/secret.ts': 'export const secret = 1; console.log(secret);',
      'backend/secret.css': '.secret { color: red }',
      'backend/secret.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      ...files,
    });
    expect(diagnostics).toMatchObject([
      { code: 'HF_FRONTEND_FILE_OUTSIDE', message: expect.stringContaining('backend/secret.') },
    ]);
  });

  test('refuses a link that leaves the frontend folder', async () => {
    const { build } = await createBench();
    const outside = await createTempDir();
    await writeFiles(outside, { 'secret.ts': 'export default 1;' });
    const source = await createPlugin('counter', {
      ...smallFrontend,
      ...frontendOf(
        "import secret from './secret.ts';\nconsole.log(secret);\nexport default defineFrontend({});",
      ),
    });
    await symlink(path.join(outside, 'secret.ts'), path.join(source.root, 'frontend/src/secret.ts'));
    const { diagnostics } = await build(source);
    expect(diagnostics).toMatchObject([{ code: 'HF_FRONTEND_FILE_OUTSIDE', line: 2 }]);
  });

  test.each([
    ['a path without a slash', `pages: [${page('counter')}]`, 'HF_FRONTEND_DEFINITION_INVALID'],
    ['a path that climbs', `pages: [${page('/../admin')}]`, 'HF_FRONTEND_DEFINITION_INVALID'],
    ['two pages of one shape', `pages: [${page('/a/:id')}, ${page('/a/:key')}]`, 'HF_FRONTEND_DUPLICATE'],
    [
      'an undeclared permission',
      `pages: [${page('/', "permission: 'x.y',")}]`,
      'HF_FRONTEND_PERMISSION_UNDECLARED',
    ],
    ['a page without load', "pages: [{ path: '/a', title: 'A' }]", 'HF_FRONTEND_ENTRY_UNREADABLE'],
    ['pages that are no list', 'pages: 3', 'HF_FRONTEND_ENTRY_UNREADABLE'],
  ])('refuses %s', async (_, body, code) => {
    const { bundle, diagnostics } = await buildWith(
      frontendOf(`export default defineFrontend({ ${body} } as never);`),
    );
    expect(bundle).toBeUndefined();
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
  });

  test.each([
    ['throws', "throw new Error('no'); export default defineFrontend({});", 'no'],
    [
      'needs a browser',
      'document.title = "x"; export default defineFrontend({});',
      'document is not defined',
    ],
    ['never ends', 'for (;;) {} export default defineFrontend({});', 'longer than'],
    [
      'reads the disk',
      "const fs = process.getBuiltinModule('node:fs'); fs.readFileSync('/etc/hostname'); export default defineFrontend({});",
      'restricted',
    ],
    ['prints', 'process.stdout.write("{}"); export default defineFrontend({});', 'standard output'],
  ])('says why an entry that %s cannot be read', async (_, body, reason) => {
    const { diagnostics } = await buildWith(frontendOf(body));
    expect(diagnostics).toMatchObject([
      { code: 'HF_FRONTEND_ENTRY_UNREADABLE', message: expect.stringContaining(reason) },
    ]);
  });

  test('refuses a name that the shell does not export', async () => {
    const { build } = await createBench();
    const exports = {
      react: [],
      '@honeyframe/sdk/frontend': ['defineFrontend', 'defineBlock'],
      'react/jsx-runtime': ['jsx', 'jsxs'],
    };
    const { diagnostics } = await build(await createPlugin('counter', smallFrontend), { exports } as never);
    expect(diagnostics).toMatchObject([
      { code: 'HF_FRONTEND_EXPORT_UNKNOWN', message: expect.stringContaining("'useState' from 'react'") },
    ]);
  });

  test('ignores a tsconfig and a PostCSS configuration that the plugin brings', async () => {
    const { diagnostics } = await buildWith({
      'frontend/tsconfig.json':
        '{ "extends": "./none.json", "compilerOptions": { "jsxImportSource": "preact" } }',
      'frontend/postcss.config.js': 'throw new Error("configuration was run")',
      'frontend/vite.config.js': 'throw new Error("configuration was run")',
    });
    expect(diagnostics).toEqual([]);
  });

  test('says that an entry does not exist', async () => {
    const { diagnostics } = await (await createBench()).build(
      await createPlugin('counter', { 'plugin.yaml': '' }),
    );
    expect(diagnostics).toMatchObject([
      { code: 'HF_FRONTEND_ENTRY_MISSING', file: 'frontend/src/index.tsx' },
    ]);
  });
});

describe('a prebuilt frontend', () => {
  async function createPrebuilt() {
    const bench = await createBench();
    const built = await bench.build(await createPlugin('counter', smallFrontend));
    const folder = built.bundle?.folder ?? '';
    const names = (await readdir(folder)).filter((name) => !/\.(?:gz|br)$/.test(name));
    const files = Object.fromEntries(
      await Promise.all(
        names.map(
          async (name) => [`frontend/dist/${name}`, await readFile(path.join(folder, name), 'utf8')] as const,
        ),
      ),
    );
    return { ...bench, built, source: await createPlugin('counter', files) };
  }

  test('is taken as it is when there are no sources', async () => {
    const { build, source, built } = await createPrebuilt();
    const { bundle, diagnostics } = await build(source);
    expect(diagnostics).toEqual([]);
    expect(bundle?.pages).toEqual(built.bundle?.pages);
    expect(path.basename(bundle?.entry ?? '')).toBe(path.basename(built.bundle?.entry ?? ''));
  });

  test('is refused when a file was changed or is missing', async () => {
    const { build, source, built } = await createPrebuilt();
    const entry = path.join('frontend/dist', path.basename(built.bundle?.entry ?? ''));
    await writeFiles(source.root, { [entry]: 'export default 1;' });
    const changed = await build(source);
    await rm(path.join(source.root, entry));
    const missing = await build(source);
    expect(changed.diagnostics).toMatchObject([
      { code: 'HF_FRONTEND_PREBUILT_INVALID', message: expect.stringContaining('was changed') },
    ]);
    expect(missing.diagnostics).toMatchObject([
      { code: 'HF_FRONTEND_PREBUILT_INVALID', message: expect.stringContaining('is missing') },
    ]);
  });

  test('is refused when its bundle.json names a file outside', async () => {
    const { build, source } = await createPrebuilt();
    const text = JSON.stringify({ entry: '../../plugin.yaml', styles: [], files: {} });
    await writeFiles(source.root, { 'frontend/dist/bundle.json': text });
    expect((await build(source)).diagnostics).toMatchObject([{ code: 'HF_FRONTEND_PREBUILT_INVALID' }]);
  });
});
