import {
  chmodSync,
  existsSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createFolder, createTestStore, later, listEverything, writeFiles } from './store.fixture.ts';

const OTHER = 'f'.repeat(64);

const cacheOf = (dataDir: string) => path.join(dataDir, 'cache', 'store-fingerprints.json');

async function createPlugin(): Promise<string> {
  return writeFiles(await createFolder(), { 'plugin.yaml': 'name: wards\n', 'backend/a.ts': '1' });
}

/** Writes another answer into the file, so that it shows whether the file or the folder was asked. */
function spoil(dataDir: string, generation: string): void {
  const text = readFileSync(cacheOf(dataDir), 'utf8');
  writeFileSync(cacheOf(dataDir), text.replace(generation, OTHER));
}

/** A folder that is stored and remembered, and a second start of the platform that remembers something else. */
async function restartWithSpoiltMemory() {
  const { store, dataDir } = await createTestStore({ now: later });
  const folder = await createPlugin();
  const { generation } = await store.add(folder);
  spoil(dataDir, generation);
  return { folder, generation, ...(await createTestStore({ dataDir, now: later })) };
}

it('names a folder as add does', async () => {
  const { store } = await createTestStore();
  const folder = await createPlugin();
  const name = await store.identify(folder);
  expect((await store.add(folder)).generation).toBe(name);
});

it('does not read a folder again that has not changed since the last start', async () => {
  const { store, folder } = await restartWithSpoiltMemory();
  expect(await store.identify(folder)).toBe(OTHER);
});

it.each<[string, (file: string) => void]>([
  ['a content of another size', (file) => writeFileSync(file, '12')],
  ['a content of the same size', (file) => writeFileSync(file, '2')],
  ['a mode', (file) => chmodSync(file, 0o755)],
  ['a name', (file) => renameSync(file, `${file}x`)],
  [
    'a content of the same size with the time set back',
    (file) => {
      const { atime, mtime } = statSync(file);
      writeFileSync(file, '2');
      utimesSync(file, atime, mtime);
    },
  ],
])('reads the folder after a change of %s', async (_what, change) => {
  const { store, folder, generation } = await restartWithSpoiltMemory();
  change(path.join(folder, 'backend/a.ts'));
  const name = await store.identify(folder);
  expect([OTHER, generation]).not.toContain(name);
  expect((await store.add(folder)).generation).toBe(name);
});

it('copies the folder when the remembered generation is not in the store', async () => {
  const { store, folder, generation } = await restartWithSpoiltMemory();
  expect((await store.add(folder)).generation).toBe(generation);
});

it('does not trust stamps of files that have only just been written', async () => {
  const { store, dataDir } = await createTestStore({ now: Date.now });
  const folder = await createPlugin();
  await store.add(folder);
  expect(existsSync(cacheOf(dataDir))).toBe(false);
});

it('writes nothing for a folder that is not in the store', async () => {
  const { store, dataDir } = await createTestStore({ now: later });
  const before = listEverything(dataDir);
  const folder = await createPlugin();
  expect(await store.identify(folder)).toBe(await store.identify(folder));
  expect(listEverything(dataDir)).toEqual(before);
});

it('writes nothing when it knows the folder already', async () => {
  const { store, dataDir } = await createTestStore({ now: later });
  const folder = await createPlugin();
  await store.add(folder);
  const before = listEverything(dataDir);
  await store.add(folder);
  await store.identify(folder);
  expect(listEverything(dataDir)).toEqual(before);
});

it('forgets the folders of generations that are removed', async () => {
  const { store, dataDir } = await createTestStore({ now: later });
  const { generation } = await store.add(await createPlugin());
  expect(readFileSync(cacheOf(dataDir), 'utf8')).toContain(generation);
  await store.collect(new Set());
  expect(readFileSync(cacheOf(dataDir), 'utf8')).not.toContain(generation);
});

it.each(['', '{"format":1,"folders":{"/a":3}}', '{"format":9,"folders":{}}'])(
  "makes a memory of '%s' again, and says so",
  async (text) => {
    const { dataDir } = await createTestStore();
    writeFileSync(cacheOf(dataDir), text);
    const { store, warnings } = await createTestStore({ dataDir, now: later });
    const { generation } = await store.add(await createPlugin());
    expect(warnings).toEqual(['The cache of fingerprints is not readable and is made again']);
    expect(readFileSync(cacheOf(dataDir), 'utf8')).toContain(generation);
  },
);
