import type { DbtSchedule } from '@honeyframe/contract/api';

type Timing = Pick<DbtSchedule, 'kind' | 'cron' | 'timezone' | 'every' | 'on_success_of' | 'on_import'>;

/** When a schedule fires, in a few words. */
export function describeTiming(schedule: Timing): string {
  const { kind, cron, timezone, every, on_success_of, on_import } = schedule;
  if (kind === 'cron') return `${cron} (${timezone})`;
  if (kind === 'interval') return `every ${every}`;
  return kind === 'on_success' ? `after a build of ${on_success_of}` : `after an import of ${on_import}`;
}

/** The next times as the schedule's clocks and those of this terminal show them. */
export function describeNext({ next }: Pick<DbtSchedule, 'next'>): { in_zone: string; here: string }[] {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });
  return next.map(({ at, in_zone }) => ({ in_zone, here: format.format(new Date(at)) }));
}
