import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readdirSync, rmSync, watch } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFolder, createTestStore, listEverything, writeFiles } from './store.fixture.ts';

/** So many that the copy takes a while on any disk: each is written through to it. */
async function createLargePlugin(): Promise<string> {
  const names = Array.from({ length: 400 }, (_, index) => `vendor/${index % 20}/${index}.txt`);
  return writeFiles(await createFolder(), Object.fromEntries(names.map((name) => [name, name.repeat(1000)])));
}

/** Runs `act` at the moment in which the first copy begins: everything has been listed, nothing has been written. */
function onFirstDraft(dataDir: string, act: (draft: string) => void): void {
  const watcher = watch(path.join(dataDir, 'store'), (_event, name) => {
    watcher.close();
    act(path.join(dataDir, 'store', String(name)));
  });
  onTestFinished(() => watcher.close());
}

/** Copies in a process of its own and kills it when the draft holds so many files. */
async function killWhileCopying(dataDir: string, folder: string, files: number): Promise<void> {
  const module = path.join(import.meta.dirname, 'create-plugin-store.ts');
  const script = `import { createPluginStore } from ${JSON.stringify(module)};
    const store = createPluginStore({ dataDir: ${JSON.stringify(dataDir)}, log: console });
    await store.add(${JSON.stringify(folder)});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  const ended = once(child, 'exit');
  const poll = setInterval(() => {
    const entries = readdirSync(path.join(dataDir, 'store'), { recursive: true, withFileTypes: true });
    if (entries.length === 0 || entries.filter((entry) => entry.isFile()).length < files) return;
    clearInterval(poll);
    child.kill('SIGKILL');
  }, 1);
  onTestFinished(() => {
    clearInterval(poll);
    child.kill('SIGKILL');
  });
  expect(await ended).toEqual([null, 'SIGKILL']);
}

describe('a process that is killed while it copies', () => {
  it.each([0, 1, 100])('leaves no generation but a left-over, after %i of 400 files', async (files) => {
    const { store, dataDir } = await createTestStore();
    await killWhileCopying(dataDir, await createLargePlugin(), files);
    const left = readdirSync(path.join(dataDir, 'store'));
    expect(left).toEqual([expect.stringMatching(/^\.staging-/)]);
    expect(await store.collect(new Set())).toEqual(left);
    expect(listEverything(path.join(dataDir, 'store'))).toEqual([]);
  });

  it('does not stand in the way of the next copy', async () => {
    const { store, dataDir } = await createTestStore();
    const folder = await createLargePlugin();
    await killWhileCopying(dataDir, folder, 50);
    const stored = await store.add(folder);
    expect(await store.identify(stored.folder)).toBe(stored.generation);
    await store.collect(new Set([stored.generation]));
    expect(readdirSync(path.join(dataDir, 'store'))).toEqual([stored.generation]);
  });
});

describe('a folder that changes while it is copied', () => {
  it.each([
    ['an edit', (folder: string) => appendFileSync(path.join(folder, 'vendor/7/7.txt'), 'more')],
    ['a new file', (folder: string) => writeFiles(folder, { 'new.txt': '' })],
    ['a removed file', (folder: string) => rmSync(path.join(folder, 'vendor/7/7.txt'))],
  ])('is refused because of %s, and nothing is kept', async (_what, change) => {
    const { store, dataDir } = await createTestStore();
    const folder = await createLargePlugin();
    onFirstDraft(dataDir, () => change(folder));
    await expect(store.add(folder)).rejects.toMatchObject({
      code: 'HF_STORE_SOURCE_CHANGED',
      context: { file: expect.stringMatching(/7\.txt|new\.txt/) },
    });
    expect(listEverything(dataDir).map((line) => line.split(' ')[0])).toEqual(['cache', 'store']);
  });
});

it('does not collect a copy that is under way', async () => {
  const { store, dataDir } = await createTestStore();
  const folder = await createLargePlugin();
  const collected = Promise.withResolvers<string[]>();
  onFirstDraft(dataDir, () => collected.resolve(store.collect(new Set())));
  const stored = await store.add(folder);
  expect(await collected.promise).toEqual([]);
  expect(await store.identify(stored.folder)).toBe(stored.generation);
});
