import type { AuditLog } from '../../audit/index.ts';
import type { Database, Queries } from '../../database/index.ts';
import type { JobQueue } from '../../jobs/index.ts';
import type { Clock } from '../../system/index.ts';
import { PLATFORM_WORKSPACE } from '../workspaces/index.ts';
import { type DueInstant, fireSchedule } from './fire-schedule.ts';
import { findDue, findHappened, lockSchedule, pruneFirings } from './schedule-queries.ts';
import type { ScheduleRow } from './schedule-row.ts';
import { createScheduleTimes, listDue } from './times/schedule-times.ts';

export interface ScheduleTickerOptions {
  readonly database: Pick<Database, 'queries' | 'ownerQueries'>;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly auditLog: AuditLog;
  readonly log: { warn(context: object, message: string): void };
  readonly isOwnerEnabled: (orgId: string, owner: string) => Promise<boolean>;
  /** Hears that runs were queued. */
  readonly onQueued: () => void;
}

/** Nothing sleeps until a time: a clock that is moved would make it oversleep. */
const TICK_MILLISECONDS = 1000;
/** Times of one schedule that are made up for after the platform was down. */
const MOST_MADE_UP = 100;
/** A success whose transaction began earlier may become visible later. */
const VISIBILITY_MILLISECONDS = 600_000;

/**
 * Fires what is due. Every platform process has one, and none of them leads: whoever locks the row of a schedule first
 * writes its firing, its run and its job in one transaction, and moves its cursor on.
 */
export class ScheduleTicker {
  readonly #options: ScheduleTickerOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(options: ScheduleTickerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.tick()
        .catch((err: unknown) => this.#options.log.warn({ err }, 'Looking for due schedules failed.'))
        .finally(() => {
          this.#running = undefined;
        });
    }, TICK_MILLISECONDS);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Fires whatever is due now, each schedule for itself: one that fails keeps no other from firing. */
  async tick(): Promise<void> {
    const { database, clock } = this.#options;
    const now = await clock.now();
    let queued = 0;
    for (const id of await findDue(database.queries, now)) {
      queued += await this.#attempt(id, (trx) => this.#fireDue(trx, id, now));
    }
    for (const [id, instants] of await findHappened(database.queries)) {
      queued += await this.#attempt(id, (trx) => this.#fireHappened(trx, { id, instants, now }));
    }
    if (queued > 0) this.#options.onQueued();
  }

  async #attempt(id: string, fire: (transaction: Queries) => Promise<number>): Promise<number> {
    try {
      return await this.#options.database.ownerQueries.transaction().execute(fire);
    } catch (err) {
      this.#options.log.warn({ err, schedule_id: id }, 'A schedule could not fire; it is tried again.');
      return 0;
    }
  }

  async #fireDue(transaction: Queries, id: string, now: Date): Promise<number> {
    const schedule = await lockSchedule(transaction, id);
    // Another node was quicker, or somebody has changed it.
    if (!schedule?.next_due_at || schedule.next_due_at > now) return 0;
    const times = createScheduleTimes(schedule);
    const { due, dropped, next } = listDue(times, schedule.next_due_at, now, MOST_MADE_UP);
    await transaction
      .updateTable('dbt_schedules')
      .set({ next_due_at: next ?? null })
      .where('id', '=', id)
      .execute();
    const instants = due.map((at) => ({ at, cause: 'time' }));
    return await this.#fire(transaction, { schedule, instants, now, dropped });
  }

  async #fireHappened(
    transaction: Queries,
    { id, instants, now }: { id: string; instants: readonly DueInstant[]; now: Date },
  ): Promise<number> {
    const schedule = await lockSchedule(transaction, id);
    const last = instants.at(-1);
    if (!schedule || !last) return 0;
    const watched = Math.max(schedule.watched_since.getTime(), last.at.getTime() - VISIBILITY_MILLISECONDS);
    await transaction
      .updateTable('dbt_schedules')
      .set({ watched_since: new Date(watched) })
      .where('id', '=', id)
      .execute();
    return await this.#fire(transaction, { schedule, instants, now, dropped: 0 });
  }

  async #fire(
    transaction: Queries,
    firing: { schedule: ScheduleRow; instants: readonly DueInstant[]; now: Date; dropped: number },
  ): Promise<number> {
    const { workspace, org_id } = firing.schedule;
    const isOwnerEnabled =
      workspace === PLATFORM_WORKSPACE || (await this.#options.isOwnerEnabled(org_id, workspace));
    const queued = await fireSchedule({ ...this.#options, ...firing, transaction, isOwnerEnabled });
    await pruneFirings(transaction, firing.schedule.id);
    return queued;
  }
}
