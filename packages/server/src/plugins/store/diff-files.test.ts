import { chmodSync, rmSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffFiles } from './diff-files.ts';
import { createFolder, createTestStore, writeFiles } from './store.fixture.ts';

it('says what was added, changed and removed, with sizes', async () => {
  const files = {
    'plugin.yaml': 'a',
    'same.txt': 'same',
    'gone.txt': 'gone',
    'sub/size.txt': '1',
    'run.sh': '',
  };
  const before = writeFiles(await createFolder(), files);
  const after = writeFiles(await createFolder(), {
    ...files,
    'sub/size.txt': '22',
    'new.txt': 'new',
    'plugin.yaml': 'b',
  });
  rmSync(path.join(after, 'gone.txt'));
  chmodSync(path.join(after, 'run.sh'), 0o755);
  expect(await diffFiles(before, after)).toEqual([
    { path: 'gone.txt', change: 'removed', bytes: 4 },
    { path: 'new.txt', change: 'added', bytes: 3 },
    { path: 'plugin.yaml', change: 'changed', bytes: 1 },
    { path: 'run.sh', change: 'changed', bytes: 0 },
    { path: 'sub/size.txt', change: 'changed', bytes: 2 },
  ]);
});

it('takes a missing side for an empty one', async () => {
  const folder = writeFiles(await createFolder(), { 'plugin.yaml': 'a' });
  expect(await diffFiles(undefined, folder)).toEqual([{ path: 'plugin.yaml', change: 'added', bytes: 1 }]);
  expect(await diffFiles(folder, undefined)).toEqual([{ path: 'plugin.yaml', change: 'removed', bytes: 1 }]);
  expect(await diffFiles(undefined, undefined)).toEqual([]);
});

// Names that need quoting, escaping or normalising somewhere, apart from each other also without case.
const names = fc.constantFrom(
  'a',
  'b.ts',
  'ä',
  'e\u0301',
  "it's",
  'two words',
  '-rf',
  '$HOME',
  'x\ny',
  '日本',
  '[id]',
);
const paths = fc
  .array(names, { minLength: 1, maxLength: 3 })
  .map((parts) => ['f', ...parts, 'end'].join('/'));
const trees = fc.dictionary(paths, fc.string({ unit: 'binary', maxLength: 300 }), {
  minKeys: 1,
  maxKeys: 12,
});

it('finds no difference between any folder and its copy, and exactly the one that is made', async () => {
  const { store } = await createTestStore();
  const run = async (tree: Record<string, string>) => {
    const folder = writeFiles(await createFolder(), withoutConflicts(tree));
    const stored = await store.add(folder);
    expect(await diffFiles(folder, stored.folder)).toEqual([]);
    expect(await store.identify(folder)).toBe(stored.generation);
    expect(await store.identify(stored.folder)).toBe(stored.generation);
    writeFiles(folder, { 'one more': 'x' });
    expect(await diffFiles(stored.folder, folder)).toEqual([{ path: 'one more', change: 'added', bytes: 1 }]);
    expect(await store.identify(folder)).not.toBe(stored.generation);
  };
  await fc.assert(fc.asyncProperty(trees, run), { seed: 20_261_123, numRuns: 40 });
});

/** Leaves out files whose name is a folder of another one. */
function withoutConflicts(tree: Record<string, string>): Record<string, string> {
  const all = Object.keys(tree);
  return Object.fromEntries(
    Object.entries(tree).filter(([name]) => !all.some((other) => other.startsWith(`${name}/`))),
  );
}
