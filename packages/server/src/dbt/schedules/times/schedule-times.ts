import { CronTimes } from './cron-times.ts';

/** Which instants a schedule has; one that waits for an event has none. */
export interface ScheduleTimes {
  nextAfter(instant: Date): Date | undefined;
}

export interface TimedSchedule {
  readonly kind: string;
  readonly cron: string | null;
  readonly timezone: string | null;
  readonly every_seconds: number | null;
  /** Intervals count from here, so that they do not drift. */
  readonly anchor: Date;
}

const noTimes: ScheduleTimes = { nextAfter: () => undefined };

/** Throws an Error that says what is wrong with the expression. */
export function createScheduleTimes(schedule: TimedSchedule): ScheduleTimes {
  const { kind, cron, timezone, every_seconds: seconds, anchor } = schedule;
  if (kind === 'cron' && cron !== null) return new CronTimes(cron, timezone ?? 'UTC');
  if (kind !== 'interval' || seconds === null) return noTimes;
  const [start, step] = [anchor.getTime(), seconds * 1000];
  return {
    nextAfter: (instant) => {
      const passed = Math.floor((instant.getTime() - start) / step);
      return new Date(start + Math.max(passed + 1, 1) * step);
    },
  };
}

/** Up to `limit` instants after this one. */
export function listNext(times: ScheduleTimes, after: Date, limit: number): Date[] {
  const found: Date[] = [];
  for (let next = times.nextAfter(after); next && found.length < limit; next = times.nextAfter(next)) {
    found.push(next);
  }
  return found;
}

export interface DueTimes {
  /** From the first on, up to now; the newest where there are too many. */
  readonly due: readonly Date[];
  readonly dropped: number;
  readonly next: Date | undefined;
}

/** The instants that have come since `first`, which is one of them. */
export function listDue(times: ScheduleTimes, first: Date, now: Date, limit: number): DueTimes {
  const due: Date[] = [];
  let dropped = 0;
  let next: Date | undefined = first;
  while (next && next <= now) {
    due.push(next);
    if (due.length > limit) {
      due.shift();
      dropped += 1;
    }
    next = times.nextAfter(next);
  }
  return { due, dropped, next };
}
