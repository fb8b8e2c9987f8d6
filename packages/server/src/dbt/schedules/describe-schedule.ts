import type { DbtSchedule, ScheduleFiring, ScheduleTime } from '@honeyframe/contract/api';
import { toRun } from '../runs/stores/index.ts';
import { isChanged } from './plugin-schedules.ts';
import { formatEvery } from './read-definition.ts';
import { type ScheduleRow, toDefinition } from './schedule-row.ts';
import type { LastFiring } from './schedule-store.ts';
import { createScheduleTimes, listNext, type TimedSchedule } from './times/schedule-times.ts';
import { formatInZone } from './times/zoned-time.ts';

const SHOWN_TIMES = 5;

/** A schedule as people see it. */
export function describeSchedule(row: ScheduleRow, now: Date, last: LastFiring | undefined): DbtSchedule {
  const { every_seconds, selection, is_full, ...definition } = toDefinition(row);
  return {
    id: row.id,
    workspace: row.workspace,
    origin: row.origin,
    ...definition,
    every: every_seconds === null ? null : formatEvery(every_seconds),
    select: selection,
    full: is_full,
    enabled: row.enabled,
    is_changed: isChanged(row),
    created_by: row.created_by,
    next: row.enabled ? describeNext(row, now) : [],
    last_firing: last ? describeFiring(last) : null,
  };
}

/** The times to come, each also on the clocks of the schedule's zone. */
export function describeNext(schedule: TimedSchedule, now: Date): ScheduleTime[] {
  const zone = schedule.timezone ?? 'UTC';
  return listNext(createScheduleTimes(schedule), now, SHOWN_TIMES).map((at) => ({
    at: at.toISOString(),
    in_zone: formatInZone(zone, at),
  }));
}

function describeFiring({ firing, run }: LastFiring): ScheduleFiring {
  const { scheduled_for, outcome, reason } = firing;
  return { scheduled_for: scheduled_for.toISOString(), outcome, reason, run: run ? toRun(run) : null };
}
