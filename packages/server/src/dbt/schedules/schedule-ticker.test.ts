import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { skewClock } from '../../system/movable-clock.fixture.ts';
import {
  endRuns,
  insertSchedule,
  openTestSchedules,
  readLedger,
  type TestSchedules,
} from './schedules.fixture.ts';

async function listRuns({ queries }: TestSchedules) {
  return await queries
    .selectFrom('dbt_runs')
    .select(['state', 'trigger', 'workspace', 'selection', 'requested_by', 'cancel_requested'])
    .orderBy('queued_at')
    .execute();
}

async function countJobs({ database }: TestSchedules): Promise<number> {
  const { rows } = await sql<{ n: string }>`
    select count(*) as n from honeyframe_jobs.job where name = 'dbt_runs'`.execute(database.ownerQueries);
  return Number(rows[0]?.n);
}

it('queues a run, its job and its entry in the ledger when the time has come, once', async () => {
  const world = await openTestSchedules('2026-03-02T05:30:00Z');
  await insertSchedule(world, { name: 'hourly', selection: 'tag:hot' });
  await world.ticker.tick();
  expect(await readLedger(world)).toEqual([]);
  world.clock.moveTo('2026-03-02T06:00:01Z');
  await world.ticker.tick();
  await world.ticker.tick();
  expect(await readLedger(world)).toEqual(['06:00 queued']);
  expect(await listRuns(world)).toEqual([
    {
      state: 'queued',
      trigger: 'schedule',
      workspace: 'tiny',
      selection: 'tag:hot',
      requested_by: 'hourly',
      cancel_requested: false,
    },
  ]);
  expect(await countJobs(world)).toBe(1);
});

it('writes nothing at all where one part of a firing fails', async () => {
  const world = await openTestSchedules('2026-03-02T05:30:00Z');
  await insertSchedule(world);
  world.clock.moveTo('2026-03-02T06:00:01Z');
  const queue = { ...world.queue, send: async () => Promise.reject(new Error('no job')) };
  const problems: string[] = [];
  const log = { warn: (_: object, message: string) => void problems.push(message) };
  await world.openTicker({ queue: Object.assign(Object.create(world.queue), queue), log }).tick();
  expect(problems).toEqual(['A schedule could not fire; it is tried again.']);
  expect([await readLedger(world), await listRuns(world)]).toEqual([[], []]);
  await world.ticker.tick();
  expect(await readLedger(world)).toEqual(['06:00 queued']);
});

it('fires once however many nodes look, and however wrong their clocks are', async () => {
  const world = await openTestSchedules('2026-03-02T05:30:00Z');
  for (let index = 0; index < 5; index += 1) await insertSchedule(world, { name: `schedule ${index}` });
  const nodes = [-20, 0, 20].map((skew) => world.openTicker({ clock: skewClock(world.clock, skew) }));
  for (const time of ['05:59:45', '05:59:59', '06:00:00', '06:00:10', '06:00:25', '06:30:00']) {
    world.clock.moveTo(`2026-03-02T${time}Z`);
    await Promise.all([...nodes, ...nodes].map((node) => node.tick()));
  }
  expect(await readLedger(world)).toEqual(Array(5).fill('06:00 queued'));
  expect(await listRuns(world)).toHaveLength(5);
});

it('fires nothing again when the clock is moved back, and goes on when it is right', async () => {
  const world = await openTestSchedules('2026-03-02T05:30:00Z');
  await insertSchedule(world);
  for (const time of ['06:00:01', '05:10:00', '06:00:01', '07:00:01']) {
    world.clock.moveTo(`2026-03-02T${time}Z`);
    await world.ticker.tick();
    await endRuns(world);
  }
  expect(await readLedger(world)).toEqual(['06:00 queued', '07:00 queued']);
});

describe('after the platform was down', () => {
  const late = 'it passed while the platform was down';
  const madeUp = 'made up for, because the platform was down';

  async function misfire(policy: 'skip' | 'latest' | 'all', until = '2026-03-02T08:30:00Z') {
    const world = await openTestSchedules('2026-03-02T05:30:00Z');
    await insertSchedule(world, { misfire: policy });
    world.clock.moveTo(until);
    await world.ticker.tick();
    return world;
  }

  it('fires none of the missed times', async () => {
    const world = await misfire('skip');
    expect(await readLedger(world)).toEqual(['06', '07', '08'].map((hour) => `${hour}:00 skipped (${late})`));
    expect(await listRuns(world)).toEqual([]);
  });

  it('fires the latest of the missed times alone', async () => {
    const world = await misfire('latest');
    expect(await readLedger(world)).toEqual([
      `06:00 skipped (${late})`,
      `07:00 skipped (${late})`,
      `08:00 queued (${madeUp})`,
    ]);
    expect(await listRuns(world)).toHaveLength(1);
  });

  it('fires each of the missed times', async () => {
    const world = await misfire('all');
    expect(await readLedger(world)).toEqual(
      ['06', '07', '08'].map((hour) => `${hour}:00 queued (${madeUp})`),
    );
    expect(await listRuns(world)).toHaveLength(3);
  });

  it('makes up for a hundred times at most, and says how many it left out', async () => {
    const world = await misfire('all', '2026-03-07T06:30:00Z');
    expect(await listRuns(world)).toHaveLength(100);
    expect((await readLedger(world)).at(-1)).toBe(`06:00 queued (${madeUp}; 21 earlier times were left out)`);
  });

  it('counts the time that is just due as met, and the missed ones before it as past', async () => {
    const world = await misfire('latest', '2026-03-02T07:00:05Z');
    expect(await readLedger(world)).toEqual([`06:00 skipped (${late})`, '07:00 queued']);
  });
});

describe('while the build before goes on', () => {
  async function overlap(policy: 'skip' | 'queue' | 'cancel', state: 'queued' | 'running') {
    const world = await openTestSchedules('2026-03-02T05:30:00Z');
    await insertSchedule(world, { overlap: policy });
    world.clock.moveTo('2026-03-02T06:00:01Z');
    await world.ticker.tick();
    await world.queries.updateTable('dbt_runs').set({ state }).execute();
    for (const hour of ['07', '08']) {
      world.clock.moveTo(`2026-03-02T${hour}:00:01Z`);
      await world.ticker.tick();
    }
    return { ledger: await readLedger(world), runs: await listRuns(world) };
  }

  it('skips, with the reason', async () => {
    const { ledger, runs } = await overlap('skip', 'running');
    const reason = 'its build before has not ended';
    expect(ledger).toEqual(['06:00 queued', `07:00 skipped (${reason})`, `08:00 skipped (${reason})`]);
    expect(runs).toHaveLength(1);
  });

  it('queues one at most', async () => {
    const { ledger, runs } = await overlap('queue', 'running');
    const reason = 'one of its builds waits already';
    expect(ledger).toEqual(['06:00 queued', '07:00 queued', `08:00 skipped (${reason})`]);
    expect(runs.map(({ state }) => state)).toEqual(['running', 'queued']);
  });

  it('asks the old one to stop, and ends the one that only waits', async () => {
    const { ledger, runs } = await overlap('cancel', 'running');
    expect(ledger).toEqual(['06:00 queued', '07:00 queued', '08:00 queued']);
    expect(runs.map(({ state, cancel_requested }) => `${state} ${cancel_requested}`)).toEqual([
      'running true',
      'cancelled false',
      'queued false',
    ]);
  });
});

it('fires nothing for a plugin that is switched off, and does not make up for it', async () => {
  const world = await openTestSchedules('2026-03-02T05:30:00Z');
  await insertSchedule(world, { misfire: 'all' });
  world.clock.moveTo('2026-03-02T06:00:01Z');
  await world.openTicker({ isOwnerEnabled: async () => false }).tick();
  world.clock.moveTo('2026-03-02T06:30:00Z');
  await world.ticker.tick();
  expect(await readLedger(world)).toEqual(["06:00 skipped (the plugin 'tiny' is switched off here)"]);
});

it('fires nothing while it is switched off', async () => {
  const world = await openTestSchedules('2026-03-02T05:30:00Z');
  await insertSchedule(world, { enabled: false });
  await insertSchedule(world, { enabled: false, kind: 'on_success', on_success_of: 'tiny' });
  world.clock.moveTo('2026-03-02T06:00:01Z');
  await world.ticker.tick();
  expect(await readLedger(world)).toEqual([]);
});

describe('after something has happened', () => {
  async function insertRun({ queries, orgId }: TestSchedules, workspace: string, state: string) {
    const now = sql<Date>`clock_timestamp()`;
    await queries
      .insertInto('dbt_runs')
      .values({ org_id: orgId, workspace, state, trigger: 'manual', finished_at: now })
      .execute();
  }

  it('builds once for each success of the other workspace, on however many nodes', async () => {
    const world = await openTestSchedules(new Date().toISOString());
    await insertRun(world, 'base', 'success');
    const { id } = await insertSchedule(world, {
      kind: 'on_success',
      on_success_of: 'base',
      overlap: 'queue',
    });
    await insertRun(world, 'base', 'error');
    await insertRun(world, 'other', 'success');
    await world.ticker.tick();
    expect(await readLedger(world)).toEqual([]);
    await insertRun(world, 'base', 'success');
    const nodes = [world.openTicker(), world.openTicker(), world.openTicker()];
    await Promise.all(nodes.map((node) => node.tick()));
    await world.ticker.tick();
    const runs = await world.queries.selectFrom('dbt_schedule_firings').selectAll().execute();
    expect(runs).toMatchObject([{ schedule_id: id, outcome: 'queued' }]);
    expect((await listRuns(world)).filter(({ trigger }) => trigger === 'schedule')).toHaveLength(1);
    await endRuns(world);
    await insertRun(world, 'base', 'success');
    await world.ticker.tick();
    expect(await readLedger(world)).toHaveLength(2);
  });

  it('builds after an import of the raw source, not after that of another', async () => {
    const world = await openTestSchedules(new Date().toISOString());
    await insertSchedule(world, { kind: 'on_import', on_import: 'raw' });
    const file = { org_id: world.orgId, kind: 'source' as const, version: 1, file: 'x.duckdb' };
    await world.queries
      .insertInto('warehouse_files')
      .values({ ...file, name: 'other' })
      .execute();
    await world.ticker.tick();
    expect(await readLedger(world)).toEqual([]);
    await world.queries
      .insertInto('warehouse_files')
      .values({ ...file, name: 'raw' })
      .execute();
    await world.ticker.tick();
    await world.ticker.tick();
    expect(await readLedger(world)).toHaveLength(1);
    expect(await listRuns(world)).toMatchObject([{ workspace: 'tiny', trigger: 'schedule' }]);
  });
});
