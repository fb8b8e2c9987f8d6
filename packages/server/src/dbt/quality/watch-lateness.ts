import type { Queries } from '../../database/index.ts';
import type { IncidentSubject, Incidents } from './incidents.ts';
import { findLate, type LateSchedule } from './lateness.ts';

export interface WatchLatenessOptions {
  readonly queries: Queries;
  readonly incidents: Incidents;
  /** Whether the organisation has this workspace. */
  readonly isVisible: (orgId: string, workspace: string) => Promise<boolean>;
}

/** Opens an incident for each schedule that is late, and closes those of schedules that are no longer. */
export async function watchLateness(options: WatchLatenessOptions, now: Date): Promise<void> {
  const { queries, incidents, isVisible } = options;
  const late = new Map((await findLate(queries, now)).map((schedule) => [schedule.id, schedule]));
  const open = await incidents.listOpen('lateness');
  const known = new Set(open.map(({ subject }) => subject));
  for (const schedule of late.values()) {
    const { id, org_id: orgId, workspace } = schedule;
    if (known.has(id) || !(await isVisible(orgId, workspace))) continue;
    const message = describeLate(schedule);
    await incidents.open({ orgId, workspace, kind: 'lateness', subject: id, message });
  }
  const over = open.filter(({ subject }) => !late.has(subject));
  const expecting = await listExpecting(queries, over);
  for (const incident of over) {
    const message = expecting.has(incident.subject)
      ? `'${incident.workspace}' is no longer late.`
      : `Nobody waits for '${incident.workspace}' any more: its schedule was deleted, or expects nothing now.`;
    await incidents.close(incident, { message });
  }
}

/** Schedules that are still there and expect their builds in time. */
async function listExpecting(queries: Queries, incidents: readonly IncidentSubject[]): Promise<Set<string>> {
  if (incidents.length === 0) return new Set();
  const ids = incidents.map(({ subject }) => subject);
  const rows = await queries
    .selectFrom('dbt_schedules')
    .select('id')
    .where('id', 'in', ids)
    .where('enabled', '=', true)
    .where('expect_within', 'is not', null)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

function describeLate({ name, workspace, expect_within, due }: LateSchedule): string {
  const time = `${due.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `The build of '${workspace}' that the schedule '${name}' expected at ${time} has not succeeded within ${describeMinutes(expect_within)}.`;
}

function describeMinutes(minutes: number): string {
  if (minutes % 60 !== 0) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  return minutes === 60 ? '1 hour' : `${minutes / 60} hours`;
}
