import { createTestDatabase } from '@honeyframe/testkit';
import type { Insertable } from 'kysely';
import { onTestFinished } from 'vitest';
import { createSqlAuditLog } from '../../audit/index.ts';
import { openDatabase, type Tables } from '../../database/index.ts';
import { createPgBossJobQueue } from '../../jobs/index.ts';
import { MovableClock } from '../../system/movable-clock.fixture.ts';
import { ScheduleTicker, type ScheduleTickerOptions } from './schedule-ticker.ts';
import { createScheduleTimes } from './times/schedule-times.ts';

const warn = (context: object, message: string) => {
  throw new Error(message, { cause: context });
};

/** Schedules over a real database, with a clock that the test moves. */
export async function openTestSchedules(start: string) {
  const testDatabase = await createTestDatabase();
  onTestFinished(() => testDatabase.drop());
  const database = await openDatabase({ url: testDatabase.url, secretKey: Buffer.alloc(32, 1) });
  onTestFinished(() => database.close());
  const queue = await createPgBossJobQueue({ connectionString: testDatabase.url, log: { warn: () => {} } });
  onTestFinished(() => queue.stop({ drain: false }));
  const clock = new MovableClock(start);
  const auditLog = createSqlAuditLog(database.queries);
  const isOwnerEnabled = async () => true;
  const parts = { database, queue, clock, auditLog, log: { warn }, isOwnerEnabled, onQueued: () => {} };
  const openTicker = (options: Partial<ScheduleTickerOptions> = {}) =>
    new ScheduleTicker({ ...parts, ...options });
  const { queries } = database;
  const values = { slug: 'acme', name: 'Acme' };
  const org = await queries.insertInto('orgs').values(values).returning('id').executeTakeFirstOrThrow();
  const world = { database, queries, queue, clock, orgId: org.id, url: testDatabase.url };
  return { ...world, ticker: openTicker(), openTicker };
}

export type TestSchedules = Awaited<ReturnType<typeof openTestSchedules>>;

type Schedule = Partial<Insertable<Tables['dbt_schedules']>>;

/** A schedule of the workspace `tiny`, every hour where nothing else is said. */
export async function insertSchedule({ queries, clock, orgId }: TestSchedules, schedule: Schedule = {}) {
  const anchor = await clock.now();
  const defaults = { kind: 'cron', cron: '0 * * * *', timezone: 'UTC' } as const;
  const timing = schedule.kind && schedule.kind !== 'cron' ? {} : defaults;
  const policies = { misfire: 'latest', overlap: 'queue' } as const;
  const own = { org_id: orgId, workspace: 'tiny', name: 'test', origin: 'person' } as const;
  const values = { ...own, ...policies, kind: 'cron' as const, ...timing, anchor, ...schedule };
  const timed = {
    kind: values.kind,
    cron: values.cron ?? null,
    timezone: values.timezone ?? null,
    every_seconds: values.every_seconds ?? null,
    anchor,
  };
  const next_due_at = createScheduleTimes(timed).nextAfter(anchor) ?? null;
  return await queries
    .insertInto('dbt_schedules')
    .values({ ...values, next_due_at })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The ledger as lines: `05:00 queued`, `06:00 skipped: its build before has not ended`. */
export async function readLedger({ queries }: TestSchedules): Promise<string[]> {
  const rows = await queries
    .selectFrom('dbt_schedule_firings')
    .selectAll()
    .orderBy('scheduled_for')
    .execute();
  return rows.map(({ scheduled_for, outcome, reason }) =>
    [scheduled_for.toISOString().slice(11, 16), outcome, ...(reason ? [`(${reason})`] : [])].join(' '),
  );
}

/** Ends a run as if a worker had built it. */
export async function endRuns({ queries }: TestSchedules, state = 'success'): Promise<void> {
  await queries
    .updateTable('dbt_runs')
    .set({ state, finished_at: new Date() })
    .where('finished_at', 'is', null)
    .execute();
}
