import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CrashLab, openCrashLab } from './crash-lab.fixture.ts';
import type { CrashPlace, CrashPoint } from './crash-point.fixture.ts';
import { crashScenarios } from './crash-scenario.fixture.ts';
import type { CrashState } from './crash-state.fixture.ts';
import { commits, samplePoints, spread } from './sample-points.fixture.ts';
import { compareTrace, hasStrace, readTrace } from './trace-calls.fixture.ts';

/** `all` kills at every point there is, which takes half an hour; else at those that matter most and some more. */
const everyPoint = process.env.HONEYFRAME_CRASH_POINTS === 'all';

type Differences = { readonly fromBefore: readonly string[]; readonly fromAfter: readonly string[] };

interface Observed {
  readonly at: CrashPlace;
  readonly killed: CrashPoint | undefined;
  readonly outcome: 'before' | 'after' | Differences;
}

interface Reference {
  readonly before: CrashState;
  readonly after: CrashState;
  readonly points: readonly CrashPoint[];
  /** What the trace of system calls shows and the points do not. */
  readonly untold: readonly string[];
}

/** The two states that there may be, from runs that nobody disturbs until the step is answered. */
async function observeUndisturbed(lab: CrashLab): Promise<Reference> {
  await lab.reset();
  const before = await lab.look();
  await lab.reset();
  const file = path.join(path.dirname(lab.dataDir), 'trace');
  const { points } = await lab.run(hasStrace ? { trace: file } : {});
  const trace = hasStrace ? readTrace(file, lab.dataDir) : undefined;
  if (trace) say(`${trace.calls.length} system calls that change files, ${trace.statements} statements`);
  else console.warn('strace is not installed: whether every system call has a point is not checked');
  return { before, after: await lab.look(), points, untold: trace ? compareTrace(trace, points) : [] };
}

function compare(state: CrashState, { before, after }: Reference): Observed['outcome'] {
  const fromBefore = differ(state, before);
  if (fromBefore.length === 0) return 'before';
  const fromAfter = differ(state, after);
  return fromAfter.length === 0 ? 'after' : { fromBefore, fromAfter };
}

function differ(state: CrashState, other: CrashState): string[] {
  const [mine, theirs] = [state, other].map(({ answer, rows, files }) => [answer, ...rows, ...files]);
  if (!mine || !theirs) return [];
  return [
    ...theirs.filter((line) => !mine.includes(line)).map((line) => `- ${line}`),
    ...mine.filter((line) => !theirs.includes(line)).map((line) => `+ ${line}`),
    ...(mine.length === theirs.length ? [] : [`${mine.length} lines, not ${theirs.length}`]),
  ];
}

async function killEach(lab: CrashLab, reference: Reference): Promise<Observed[]> {
  const { points } = reference;
  const places = everyPoint ? [...points.map((_, index) => index + 1), ...commits] : samplePoints(points);
  const observed: Observed[] = [];
  for (const at of places) {
    await lab.reset();
    const { killed } = await lab.run({ at });
    observed.push({ at, killed, outcome: compare(await lab.look(), reference) });
  }
  return observed;
}

/** Killed around the commit, and again while it starts. */
async function killTwice(lab: CrashLab, reference: Reference): Promise<Observed[]> {
  const observed: Observed[] = [];
  for (const first of commits.filter(({ moment }) => moment !== 'sent')) {
    await lab.reset();
    await lab.run({ at: first });
    const { points } = await lab.run({ onlyStart: true });
    for (const at of spread(everyPoint ? 24 : 1, points.length)) {
      await lab.reset();
      await lab.run({ at: first });
      const { killed } = await lab.run({ onlyStart: true, at });
      observed.push({ at, killed, outcome: compare(await lab.look(), reference) });
    }
  }
  return observed;
}

function findViolations(observed: readonly Observed[]): Observed[] {
  return observed.filter(({ outcome }) => typeof outcome === 'object');
}

describe.concurrent('a platform that is killed at any moment of a step', () => {
  it.each(['install', 'upgrade', 'roll_back', 'purge'] as const)(
    'has after its next start the state before or the state after: %s',
    { timeout: 3_600_000 },
    async (name) => {
      const lab = await openCrashLab(crashScenarios[name]);
      try {
        const reference = await observeUndisturbed(lab);
        expect(reference.untold).toEqual([]);
        expect(compare(reference.after, reference)).toBe('after');
        const observed = await killEach(lab, reference);
        report(name, reference, observed);
        const twice = await killTwice(lab, reference);
        report(`${name}, and again while it starts`, reference, twice);
        expect(findViolations([...observed, ...twice])).toEqual([]);
        const around = observed.slice(-commits.length).map(({ outcome }) => outcome);
        // What the database has been sent it may do.
        expect([around[0], around[2]]).toEqual(['before', 'after']);
      } finally {
        await lab.close();
      }
    },
  );
});

function say(text: string): void {
  if (everyPoint) console.info(text);
}

function report(name: string, { points }: Reference, observed: readonly Observed[]): void {
  const count = (wanted: string) => observed.filter(({ outcome }) => outcome === wanted).length;
  const violations = findViolations(observed);
  const missed = observed.filter(({ killed }) => !killed).length;
  say(
    `${name}: ${points.length} points, ${observed.length} tried, ${missed} answered first; ` +
      `before ${count('before')}, after ${count('after')}, neither ${violations.length}`,
  );
  for (const violation of violations) say(JSON.stringify(violation));
}
