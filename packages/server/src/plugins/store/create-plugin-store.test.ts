import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFolder, createTestStore, listEverything, writeFiles } from './store.fixture.ts';

const plugin = { 'plugin.yaml': 'name: wards\n', 'backend/routers/wards.ts': 'export const router = 1;\n' };

async function createPlugin(files: Readonly<Record<string, string | Buffer>> = plugin): Promise<string> {
  return writeFiles(await createFolder(), files);
}

describe('add', () => {
  it('keeps a copy that later edits of the folder do not reach', async () => {
    const { store } = await createTestStore();
    const folder = await createPlugin();
    const stored = await store.add(folder);
    writeFiles(folder, { 'plugin.yaml': 'name: other\n' });
    expect(stored).toMatchObject({ files: 2, bytes: 37, folder: store.folder(stored.generation) });
    expect(readFileSync(path.join(stored.folder, 'plugin.yaml'), 'utf8')).toBe('name: wards\n');
  });

  it('names equal contents equally, wherever they are', async () => {
    const [{ store, dataDir }, other] = [await createTestStore(), await createTestStore()];
    const first = await store.add(await createPlugin());
    const second = await store.add(await createPlugin());
    expect(second).toEqual(first);
    expect(readdirSync(path.join(dataDir, 'store'))).toEqual([first.generation]);
    expect((await other.store.add(await createPlugin())).generation).toBe(first.generation);
  });

  it.each([
    ['a content', (folder: string) => writeFiles(folder, { 'plugin.yaml': 'name: wardz\n' })],
    ['a name', (folder: string) => writeFiles(folder, { 'backend/routers/beds.ts': '' })],
    ['an executable bit', (folder: string) => chmodSync(path.join(folder, 'plugin.yaml'), 0o755)],
  ])('names a folder differently after a change of %s', async (_what, change) => {
    const { store } = await createTestStore();
    const folder = await createPlugin();
    const before = await store.add(folder);
    change(folder);
    const after = await store.add(folder);
    expect(after.generation).not.toBe(before.generation);
    expect(await store.has(before.generation)).toBe(true);
  });

  it('makes the copy read-only, keeps what is executable so, and drops setuid', async () => {
    const { store } = await createTestStore();
    const folder = await createPlugin({ 'plugin.yaml': '', 'run.sh': '#!/bin/sh\n' });
    chmodSync(path.join(folder, 'run.sh'), 0o4755);
    const stored = await store.add(folder);
    const modeOf = (name: string) => statSync(path.join(stored.folder, name)).mode & 0o7777;
    expect([modeOf('plugin.yaml'), modeOf('run.sh')]).toEqual([0o444, 0o555]);
  });

  it('keeps the times of files, which stand for vendored packages elsewhere', async () => {
    const { store } = await createTestStore();
    const folder = await createPlugin();
    utimesSync(path.join(folder, 'plugin.yaml'), 1_000_000, 1_000_000);
    const stored = await store.add(folder);
    expect(statSync(path.join(stored.folder, 'plugin.yaml')).mtimeMs).toBe(1_000_000_000);
  });

  it('leaves out histories, caches, what dbt writes and what editors leave, and keeps vendored packages', async () => {
    const { store } = await createTestStore();
    const kept = {
      ...plugin,
      '.gitignore': 'target\n',
      'target/kept.txt': '',
      'node_modules/left/index.js': '',
      'node_modules/@scope/right/logs/a.js': '',
      'warehouse/dbt_project.yml': '',
      'warehouse/dbt_packages/dates/dbt_project.yml': '',
      'warehouse/dbt_packages/dates/logs/a.sql': '',
      'warehouse/models/logs/a.sql': '',
    };
    const leftOut = {
      '.git/HEAD': 'x',
      'vendored/.git': 'x',
      'node_modules/.cache/x': 'x',
      'warehouse/target/manifest.json': 'x',
      'warehouse/logs/dbt.log': 'x',
      'backend/__pycache__/a.pyc': 'x',
      '.DS_Store': 'x',
      'backend/.wards.ts.swp': 'x',
      'backend/wards.ts~': 'x',
      'backend/#wards.ts#': 'x',
    };
    const folder = await createPlugin({ ...kept, ...leftOut });
    symlinkSync('somebody@host.1234:1', path.join(folder, 'backend', '.#wards.ts'));
    const stored = await store.add(folder);
    const files = readdirSync(stored.folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const names = files.map((entry) => path.relative(stored.folder, path.join(entry.parentPath, entry.name)));
    expect(names.sort()).toEqual(Object.keys(kept).sort());
  });

  it('keeps what a link inside the folder points at, file or folder', async () => {
    const { store } = await createTestStore();
    const folder = await createPlugin({ ...plugin, 'node_modules/tool/bin.js': 'run' });
    symlinkSync('tool', path.join(folder, 'node_modules', 'alias'));
    symlinkSync('node_modules/tool/bin.js', path.join(folder, 'tool.js'));
    const { folder: stored } = await store.add(folder);
    expect(readFileSync(path.join(stored, 'node_modules/alias/bin.js'), 'utf8')).toBe('run');
    expect(execFileSync('find', [stored, '-type', 'l']).toString()).toBe('');
    expect(readFileSync(path.join(stored, 'tool.js'), 'utf8')).toBe('run');
  });

  it('makes one copy of what several callers add at the same time', async () => {
    const { store, dataDir } = await createTestStore();
    const folder = await createPlugin();
    const added = await Promise.all(Array.from({ length: 8 }, () => store.add(folder)));
    expect(new Set(added.map(({ generation }) => generation)).size).toBe(1);
    expect(readdirSync(path.join(dataDir, 'store'))).toEqual([added[0]?.generation]);
  });
});

const refusals: [string, string, (folder: string) => unknown][] = [
  [
    'a link out of the folder',
    'HF_STORE_PATH_ESCAPES',
    (at) => symlinkSync('/etc/passwd', path.join(at, 'a')),
  ],
  ['a link to a folder outside', 'HF_STORE_PATH_ESCAPES', (at) => symlinkSync('../..', path.join(at, 'a'))],
  ['a link to nothing', 'HF_STORE_LINK_BROKEN', (at) => symlinkSync('gone', path.join(at, 'a'))],
  ['a link to itself', 'HF_STORE_LINK_BROKEN', (at) => symlinkSync('a', path.join(at, 'a'))],
  ['a link to a folder that it is in', 'HF_STORE_LINK_BROKEN', (at) => symlinkSync('.', path.join(at, 'a'))],
  ['a pipe', 'HF_STORE_FILE_TYPE', (at) => execFileSync('mkfifo', [path.join(at, 'a')])],
  [
    'a name that is no UTF-8',
    'HF_STORE_NAME_INVALID',
    (at) => writeFileSync(Buffer.concat([Buffer.from(`${at}/`), Buffer.from([0xff])]), ''),
  ],
  [
    'more than 512 MB',
    'HF_STORE_TOO_LARGE',
    (at) => truncateSync(path.join(at, 'plugin.yaml'), 512 * 1024 * 1024 + 1),
  ],
  [
    'links that make more than 20,000 files of 200',
    'HF_STORE_TOO_LARGE',
    (at) => {
      writeFiles(at, Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`many/${index}`, ''])));
      for (let index = 0; index < 100; index += 1) symlinkSync('many', path.join(at, `again-${index}`));
    },
  ],
];

describe.each(refusals)('a folder with %s', (_what, code, spoil) => {
  it('is refused, and nothing is written', async () => {
    const { store, dataDir } = await createTestStore();
    const folder = await createPlugin();
    spoil(folder);
    const before = listEverything(dataDir);
    await expect(store.add(folder)).rejects.toMatchObject({ code });
    await expect(store.identify(folder)).rejects.toMatchObject({ code });
    expect(listEverything(dataDir)).toEqual(before);
  });
});

it('refuses a folder with a socket', async () => {
  const { store } = await createTestStore();
  const folder = await createPlugin();
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(path.join(folder, 'a'), resolve));
  await expect(store.add(folder)).rejects.toMatchObject({
    code: 'HF_STORE_FILE_TYPE',
    context: { type: 'socket' },
  });
});

it('refuses what is not a folder', async () => {
  const { store } = await createTestStore();
  const folder = await createPlugin();
  for (const wrong of [path.join(folder, 'gone'), path.join(folder, 'plugin.yaml')]) {
    await expect(store.add(wrong)).rejects.toMatchObject({ code: 'HF_STORE_FOLDER_MISSING' });
  }
});

describe('remove and collect', () => {
  it('removes one generation and leaves the others', async () => {
    const { store } = await createTestStore();
    const first = await store.add(await createPlugin());
    const second = await store.add(await createPlugin({ 'plugin.yaml': '' }));
    await store.remove(first.generation);
    await store.remove(first.generation);
    expect([await store.has(first.generation), await store.has(second.generation)]).toEqual([false, true]);
    await store.add(await createPlugin());
    expect(await store.has(first.generation)).toBe(true);
  });

  it('collects generations that nobody refers to and left-overs, and nothing that is not its own', async () => {
    const { store, dataDir } = await createTestStore();
    const first = await store.add(await createPlugin());
    const second = await store.add(await createPlugin({ 'plugin.yaml': '' }));
    writeFiles(path.join(dataDir, 'store'), { '.staging-a1b2c3/plugin.yaml': '', 'notes.txt': '' });
    const removed = await store.collect(new Set([second.generation]));
    expect(removed).toEqual(['.staging-a1b2c3', first.generation]);
    expect(readdirSync(path.join(dataDir, 'store')).sort()).toEqual([second.generation, 'notes.txt'].sort());
    expect(await store.collect(new Set([second.generation]))).toEqual([]);
  });

  it('collects nothing where there is no store yet', async () => {
    const { store } = await createTestStore({ dataDir: path.join(await createFolder(), 'new') });
    expect(await store.collect(new Set())).toEqual([]);
  });

  it.each(['../../etc', 'A'.repeat(64), ''])("takes '%s' for no generation", async (name) => {
    const { store } = await createTestStore();
    expect(await store.has(name)).toBe(false);
    expect(() => store.folder(name)).toThrow(
      expect.objectContaining({ code: 'HF_STORE_GENERATION_INVALID' }),
    );
    await expect(store.remove(name)).rejects.toMatchObject({ code: 'HF_STORE_GENERATION_INVALID' });
  });
});
