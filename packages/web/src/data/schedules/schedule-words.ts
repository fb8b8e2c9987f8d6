import type { DbtSchedule, MisfirePolicy, OverlapPolicy } from '@honeyframe/contract/api';

export type Timing = Pick<
  DbtSchedule,
  'kind' | 'cron' | 'timezone' | 'every' | 'on_success_of' | 'on_import'
>;

export const weekdays = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;

/** A pattern of times that people have a word for. `time`: `06:00`; of an hourly one only the minutes count. */
export interface CronPattern {
  readonly preset: 'hourly' | 'daily' | 'workdays' | 'weekly';
  readonly time: string;
  /** 0 is Sunday. */
  readonly weekday: number;
}

/** Reads what `toCron` writes; nothing for any other expression. */
export function readPattern(cron: string): CronPattern | undefined {
  const [, minute, hour, day] = /^(\d{1,2}) (\d{1,2}|\*) \* \* (\*|1-5|[0-6])$/.exec(cron) ?? [];
  if (minute === undefined || hour === undefined || day === undefined) return undefined;
  const time = `${(hour === '*' ? '0' : hour).padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (hour === '*') return day === '*' ? { preset: 'hourly', time, weekday: 1 } : undefined;
  if (day === '*') return { preset: 'daily', time, weekday: 1 };
  if (day === '1-5') return { preset: 'workdays', time, weekday: 1 };
  return { preset: 'weekly', time, weekday: Number(day) };
}

export function toCron({ preset, time, weekday }: CronPattern): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  if (preset === 'hourly') return `${minute} * * * *`;
  const days = { daily: '*', workdays: '1-5', weekly: String(weekday) };
  return `${minute} ${hour} * * ${days[preset]}`;
}

/** `Every day at 06:00`, `Every 6 hours`, `After “Platform” was built`. */
export function describeTiming(timing: Timing, nameOf: (workspace: string) => string): string {
  const { kind, cron, every, on_success_of, on_import } = timing;
  if (kind === 'interval') return describeEvery(every ?? '');
  if (kind === 'on_success') return `After “${nameOf(on_success_of ?? '')}” was built`;
  if (kind === 'on_import') return `After an import into “${on_import}”`;
  const pattern = readPattern(cron ?? '');
  return pattern ? describePattern(pattern) : `Cron ${cron}`;
}

function describePattern({ preset, time, weekday }: CronPattern): string {
  if (preset === 'hourly') return `Every hour at :${time.slice(3)}`;
  if (preset === 'daily') return `Every day at ${time}`;
  return preset === 'workdays' ? `Monday to Friday at ${time}` : `Every ${weekdays[weekday]} at ${time}`;
}

const greenwich: ReadonlySet<string> = new Set(['UTC', 'Etc/UTC', 'GMT', 'Etc/GMT']);

/** The zone of its times, where it is not the reader's. */
export function nameOtherZone({ kind, timezone }: Timing, here: string): string | undefined {
  if (kind !== 'cron' || !timezone || timezone === here) return undefined;
  return greenwich.has(timezone) && greenwich.has(here) ? undefined : timezone;
}

const units: Readonly<Record<string, string>> = { m: 'minute', h: 'hour', d: 'day' };

function describeEvery(every: string): string {
  const amount = Number.parseInt(every, 10);
  const unit = units[every.slice(-1)] ?? '';
  return amount === 1 ? `Every ${unit}` : `Every ${amount} ${unit}s`;
}

/** Times that nobody was there for, in the reader's words. */
export const misfireOptions: readonly { value: MisfirePolicy; label: string }[] = [
  { value: 'latest', label: 'Build once when the platform is back' },
  { value: 'skip', label: 'Wait for the next time' },
  { value: 'all', label: 'Build once for each missed time' },
];

/** A build that takes longer than the time between two. */
export const overlapOptions: readonly { value: OverlapPolicy; label: string }[] = [
  { value: 'queue', label: 'Build again right after it' },
  { value: 'skip', label: 'Leave this time out' },
  { value: 'cancel', label: 'Stop it and start anew' },
];

/** A time on the clocks of a zone: `Mon, Mar 30, 6:00 AM GMT+2`. */
export function formatInZone(at: string, zone: string | undefined): string {
  return new Intl.DateTimeFormat(undefined, {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    ...(zone && { timeZone: zone }),
  }).format(new Date(at));
}
