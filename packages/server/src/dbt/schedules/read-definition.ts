import { PlatformError } from '@honeyframe/contract';
import type { MisfirePolicy, OverlapPolicy, ScheduleKind } from '@honeyframe/contract/api';
import type { ScheduleDefinition, ScheduleTiming } from './schedule-row.ts';
import { CronTimes } from './times/cron-times.ts';
import { listNext } from './times/schedule-times.ts';
import { isTimeZone } from './times/zoned-time.ts';

/** The fields of timing as people write them; those of other kinds are left aside. */
export interface TimingInput {
  readonly kind: ScheduleKind;
  readonly cron?: string | undefined;
  readonly timezone?: string | undefined;
  readonly every?: string | undefined;
  readonly on_success_of?: string | undefined;
  readonly on_import?: string | undefined;
}

export interface DefinitionInput extends TimingInput {
  readonly name: string;
  readonly select?: string | undefined;
  readonly misfire: MisfirePolicy;
  readonly overlap: OverlapPolicy;
  readonly full: boolean;
  readonly expect_within: number | null;
}

const nothing = {
  cron: null,
  timezone: null,
  every_seconds: null,
  on_success_of: null,
  on_import: null,
} as const;

const LEAST_SECONDS = 60;
const units: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 };

/** Throws HF_SCHEDULE_INVALID, which names the field. */
export function readDefinition(input: DefinitionInput): ScheduleDefinition {
  const name = input.name.trim();
  if (name === '') throw refuse('name', 'it is empty');
  const { misfire, overlap, full: is_full, expect_within } = input;
  const selection = readSelection(input.select);
  return { name, ...readTiming(input), selection, misfire, overlap, is_full, expect_within };
}

/** Throws HF_SCHEDULE_INVALID, which names the field. */
export function readTiming(input: TimingInput): ScheduleTiming {
  return { kind: input.kind, ...nothing, ...readers[input.kind](input) };
}

const readers: Readonly<Record<ScheduleKind, (input: TimingInput) => Partial<ScheduleTiming>>> = {
  cron: readCron,
  interval: ({ every }) => ({ every_seconds: parseEvery(every ?? '') }),
  on_success: ({ on_success_of: slug }) => {
    if (!slug) throw refuse('on_success_of', 'no workspace is named');
    return { on_success_of: slug };
  },
  on_import: ({ on_import: source }) => {
    if (!source || !/^[a-z_][a-z0-9_]*$/.test(source))
      throw refuse('on_import', `'${source ?? ''}' is not the name of a raw source`);
    return { on_import: source };
  },
};

function readCron({ cron, timezone = 'UTC' }: TimingInput): Partial<ScheduleTiming> {
  if (!isTimeZone(timezone)) throw refuse('timezone', `there is no time zone '${timezone}'`);
  const expression = (cron ?? '').trim();
  const [first, second] = listNext(createCronTimes(expression, timezone), new Date(), 2);
  if (!first) throw refuse('cron', `'${expression}' never comes`);
  if (second && second.getTime() - first.getTime() < LEAST_SECONDS * 1000)
    throw refuse('cron', `'${expression}' comes more often than once a minute`);
  return { cron: expression, timezone };
}

function createCronTimes(expression: string, timezone: string): CronTimes {
  try {
    return new CronTimes(expression, timezone);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^\w+: /, '') : String(error);
    throw refuse('cron', `'${expression}' is no cron expression: ${reason.replace(/\.$/, '')}`);
  }
}

/** `30m` → 1800. Throws HF_SCHEDULE_INVALID. */
export function parseEvery(every: string): number {
  const [, amount, unit] = /^([1-9]\d{0,3})([mhd])$/.exec(every) ?? [];
  if (!amount || !unit) throw refuse('every', `'${every}' is not a distance such as '30m', '6h' or '1d'`);
  return Number(amount) * (units[unit] ?? 0);
}

/** 1800 → `30m`, in the largest unit that fits. */
export function formatEvery(seconds: number): string {
  const fits = (['d', 'h', 'm'] as const).find((unit) => seconds % (units[unit] ?? 1) === 0) ?? 'm';
  return `${seconds / (units[fits] ?? 60)}${fits}`;
}

/** dbt would read a word that begins with a hyphen as an option of its own. */
function readSelection(select: string | undefined): string | null {
  const words = (select ?? '').trim().split(/\s+/).filter(Boolean);
  const option = words.find((word) => word.startsWith('-'));
  if (option) throw refuse('select', `'${option}' is no selector of dbt`);
  return words.length === 0 ? null : words.join(' ');
}

export function refuse(field: string, reason: string): PlatformError {
  return new PlatformError('HF_SCHEDULE_INVALID', { field, reason });
}
