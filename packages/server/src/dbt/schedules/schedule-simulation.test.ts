import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import type { ScheduleRow } from './schedule-row.ts';
import { insertSchedule, openTestSchedules, type TestSchedules } from './schedules.fixture.ts';

const HOUR = 3_600_000;
const start = Date.parse('2026-10-20T00:07:00Z');
const end = start + 240 * HOUR;

/** Numbers that follow from the seed, so that a failure can be had again. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A process of the platform that is killed and started again. */
class Node {
  readonly #url: string;
  readonly #skew: number;
  #child: ChildProcess | undefined;

  constructor(url: string, skew: number) {
    this.#url = url;
    this.#skew = skew;
  }

  get isUp(): boolean {
    return this.#child !== undefined;
  }

  async start(): Promise<void> {
    const child = fork(
      path.join(import.meta.dirname, 'schedule-node.fixture.ts'),
      [this.#url, `${this.#skew}`],
      {
        execArgv: ['--disable-warning=ExperimentalWarning'],
      },
    );
    this.#child = child;
    await answerOf(child);
    if (child.exitCode !== null) throw new Error('a node did not start');
  }

  /** Resolves when it has looked, or is dead. */
  async look(at: number): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const answered = answerOf(child);
    // Whoever was killed meanwhile cannot be told; its exit says so.
    child.send({ at }, () => {});
    await answered;
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

/** Its next word, or its end. */
async function answerOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new AbortController();
  const { signal } = over;
  await Promise.race([once(child, 'message', { signal }), once(child, 'exit', { signal })]);
  over.abort();
}

/** The first instant that nobody was there for, and the first that somebody was there for again. */
interface Outage {
  readonly from: number;
  to: number;
}

/** Ten days: nodes look before, at and after each due instant, are killed in the middle of it, and now and then all are gone. */
async function simulate(
  world: TestSchedules,
  instants: readonly number[],
  random: () => number,
): Promise<Outage[]> {
  const nodes = [-20, 0, 20].map((skew) => new Node(world.url, skew));
  onTestFinished(async () => void (await Promise.all(nodes.map((node) => node.kill()))));
  await Promise.all(nodes.map((node) => node.start()));
  const outages: Outage[] = [];
  let downUntil = 0;
  for (const instant of instants) {
    if (instant < downUntil) continue;
    const recovers = downUntil > 0;
    if (!recovers && random() < 0.02) {
      await Promise.all(nodes.map((node) => node.kill()));
      downUntil = instant + random() * 9 * HOUR;
      outages.push({ from: instant, to: end });
      continue;
    }
    const outage = outages.at(-1);
    if (recovers && outage) outage.to = instant;
    downUntil = 0;
    await Promise.all(nodes.map((node) => (node.isUp ? undefined : node.start())));
    for (const offset of [-20, 0, 20]) {
      const at = instant + offset * 1000 + Math.floor(random() * 1000);
      const looks = nodes.map((node) => node.look(at));
      if (random() < 0.03) {
        const victim = nodes[Math.floor(random() * nodes.length)];
        await setTimeout(random() * 12);
        await victim?.kill();
      }
      await Promise.all(looks);
    }
    await endSomeRuns(world);
  }
  await Promise.all(nodes.map((node) => (node.isUp ? undefined : node.start())));
  await Promise.all(nodes.map((node) => node.look(end)));
  return outages;
}

/** Builds take no time here: overlaps have tests of their own. */
async function endSomeRuns({ queries }: TestSchedules): Promise<void> {
  await queries
    .updateTable('dbt_runs')
    .set({ state: 'success', finished_at: sql`clock_timestamp()` })
    .where('finished_at', 'is', null)
    .execute();
}

/** Every minute of the ten days, asked what the clocks show: another way to the same instants. */
function listByClocks(zone: string, isDue: (shown: string) => boolean): number[] {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    day: '2-digit',
  });
  const found: number[] = [];
  const seen = new Set<string>();
  for (let at = Math.ceil(start / 60_000) * 60_000; at <= end; at += 60_000) {
    const shown = format.format(at);
    const time = shown.slice(-5);
    // What the clocks show twice counts the first time.
    if (isDue(time) && !seen.has(shown)) found.push(at);
    seen.add(shown);
  }
  return found;
}

it('fires each instant of ten days once or by its policy, on three nodes that are killed and whose clocks are wrong', {
  timeout: 240_000,
}, async () => {
  const seed = Number(process.env.HONEYFRAME_SEED ?? 20_261_025);
  const random = createRandom(seed);
  const world = await openTestSchedules(new Date(start).toISOString());
  const berlin = { timezone: 'Europe/Berlin', overlap: 'queue' } as const;
  const schedules = {
    all: await insertSchedule(world, { ...berlin, name: 'all', cron: '30 2,14 * * *', misfire: 'all' }),
    latest: await insertSchedule(world, {
      name: 'latest',
      cron: '0 */4 * * *',
      timezone: 'UTC',
      misfire: 'latest',
    }),
    skip: await insertSchedule(world, { ...berlin, name: 'skip', cron: '15 1-3 * * *', misfire: 'skip' }),
    interval: await insertSchedule(world, {
      name: 'interval',
      kind: 'interval',
      every_seconds: 5 * 3600,
      misfire: 'all',
    }),
  };
  const expected = {
    all: listByClocks('Europe/Berlin', (time) => time === '02:30' || time === '14:30'),
    latest: listByClocks('UTC', (time) => /^(00|04|08|12|16|20):00$/.test(time)),
    skip: listByClocks('Europe/Berlin', (time) => ['01:15', '02:15', '03:15'].includes(time)),
    interval: Array.from({ length: 48 }, (_, index) => start + (index + 1) * 5 * HOUR),
  };
  const instants = [...new Set(Object.values(expected).flat())].sort((a, b) => a - b);
  const outages = await simulate(world, instants, random);
  const said = `seed ${seed}, ${outages.length} outages`;
  expect(outages.length, said).toBeGreaterThan(0);
  for (const [name, schedule] of Object.entries(schedules)) {
    const firings = await listFirings(world, schedule);
    expect(
      firings.map(({ at }) => at),
      `${name}, ${said}`,
    ).toEqual(expected[name as keyof typeof expected]);
    for (const firing of firings) {
      const missed = outages.some(({ from, to }) => firing.at >= from && firing.at < to);
      if (!missed || name === 'all' || name === 'interval')
        expect(firing, `${name}, ${firing.reason}, ${said}`).toMatchObject({ outcome: 'queued' });
      if (missed && name === 'skip') expect(firing, said).toMatchObject({ outcome: 'skipped', run_id: null });
    }
    expect(
      firings.every(({ outcome, run_id }) => (outcome === 'queued') === (run_id !== null)),
      said,
    ).toBe(true);
  }
  for (const { from, to } of outages) {
    const missed = (await listFirings(world, schedules.latest)).filter(({ at }) => at >= from && at < to);
    expect(
      missed.slice(0, -1).every(({ outcome }) => outcome === 'skipped'),
      said,
    ).toBe(true);
  }
  expect(await countRunsAndJobs(world), said).toEqual(await countQueued(world));
});

async function listFirings({ queries }: TestSchedules, { id }: ScheduleRow) {
  const rows = await queries
    .selectFrom('dbt_schedule_firings')
    .select(['scheduled_for', 'outcome', 'run_id', 'reason'])
    .where('schedule_id', '=', id)
    .orderBy('scheduled_for')
    .execute();
  return rows.map(({ scheduled_for, ...row }) => ({ at: scheduled_for.getTime(), ...row }));
}

/** A firing without a run or a job would be lost, and one of those without a firing would be double. */
async function countRunsAndJobs({ database }: TestSchedules) {
  const { rows } = await sql`
    select (select count(*)::int from honeyframe.dbt_runs) as runs,
      (select count(*)::int from honeyframe_jobs.job where name = 'dbt_runs') as jobs`.execute(
    database.ownerQueries,
  );
  return rows[0];
}

async function countQueued({ queries }: TestSchedules) {
  const rows = await queries
    .selectFrom('dbt_schedule_firings')
    .select('id')
    .where('outcome', '=', 'queued')
    .execute();
  return { runs: rows.length, jobs: rows.length };
}
