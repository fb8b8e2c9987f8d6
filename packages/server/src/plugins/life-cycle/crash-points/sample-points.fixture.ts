import type { CrashPlace, CrashPoint } from './crash-point.fixture.ts';

/** So many beside those that matter most, spread evenly. */
const SPREAD = 2;

const commit = { call: 'sql', subject: 'commit' } as const;

/** By name: how many points come before it may differ from run to run. */
export const commits: readonly CrashPoint[] = [
  { ...commit, moment: 'before' },
  { ...commit, moment: 'sent' },
  { ...commit, moment: 'after' },
];

/**
 * The first and the last point, everything around the commit, what follows each renaming, torn files, and some in
 * between. Each costs two starts of a platform; `all` is for who changes how a step is taken.
 */
export function samplePoints(points: readonly CrashPoint[]): CrashPlace[] {
  const last = points.length - 1;
  const chosen = new Set([0, last]);
  for (const [index, { call, moment }] of points.entries()) {
    if ((call === 'rename' && moment === 'after') || (moment === 'torn' && call === 'writeFile'))
      chosen.add(index);
  }
  for (let count = 1; count < SPREAD; count += 1) chosen.add(Math.floor((count * last) / SPREAD));
  return [...[...chosen].sort((a, b) => a - b).map((index) => index + 1), ...commits];
}

/** So many numbers from 1 to `last`, spread evenly, both ends included; of one the middle. */
export function spread(count: number, last: number): number[] {
  if (count === 1) return [Math.ceil(last / 2)];
  const numbers = Array.from(
    { length: count },
    (_, index) => 1 + Math.floor((index * (last - 1)) / (count - 1)),
  );
  return [...new Set(numbers)];
}
