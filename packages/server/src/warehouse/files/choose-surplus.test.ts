import { expect, it } from 'vitest';
import { chooseSurplus, type KeptVersion } from './choose-surplus.ts';

function version(name: string, day: number, more: Partial<KeptVersion> = {}): KeptVersion {
  const created_at = new Date(Date.UTC(2026, 0, day));
  return { id: `${name}${day}`, name, bytes: 10, is_current: false, created_at, ...more };
}

const ids = (versions: readonly KeptVersion[]) => versions.map(({ id }) => id).sort();

it('keeps the current version and the newest others of each name', () => {
  const versions = [version('a', 1), version('a', 2), version('a', 3), version('a', 4, { is_current: true })];
  expect(ids(chooseSurplus([...versions, version('b', 1)], { keptVersions: 3, historyBytes: 100 }))).toEqual([
    'a1',
  ]);
});

it('keeps a current version that is older than the others', () => {
  const versions = [version('a', 1, { is_current: true }), version('a', 2), version('a', 3), version('a', 4)];
  expect(ids(chooseSurplus(versions, { keptVersions: 3, historyBytes: 100 }))).toEqual(['a2']);
});

it('gives up the oldest of all names when they weigh too much, never a current one', () => {
  const versions = [
    version('a', 1, { is_current: true, bytes: '1000' }),
    version('a', 2),
    version('b', 3),
    version('a', 4),
  ];
  expect(ids(chooseSurplus(versions, { keptVersions: 5, historyBytes: 25 }))).toEqual(['a2']);
  expect(ids(chooseSurplus(versions, { keptVersions: 5, historyBytes: 0 }))).toEqual(['a2', 'a4', 'b3']);
});
