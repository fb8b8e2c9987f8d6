import type { DbtSchedule, MisfirePolicy, OverlapPolicy, ScheduleInput } from '@honeyframe/contract/api';
import { readPattern, toCron } from './schedule-words.ts';

export const frequencies = [
  { value: 'hourly', label: 'Every hour' },
  { value: 'daily', label: 'Every day' },
  { value: 'workdays', label: 'Monday to Friday' },
  { value: 'weekly', label: 'Every week' },
  { value: 'interval', label: 'At a distance of …' },
  { value: 'on_success', label: 'After another build' },
  { value: 'on_import', label: 'After an import' },
  { value: 'cron', label: 'Cron expression' },
] as const;
export type Frequency = (typeof frequencies)[number]['value'];

/** What stands in the form. */
export interface ScheduleForm {
  readonly workspace: string;
  readonly name: string;
  readonly frequency: Frequency;
  readonly time: string;
  readonly weekday: string;
  readonly cron: string;
  readonly timezone: string;
  readonly amount: number | string;
  readonly unit: string;
  readonly on_success_of: string;
  readonly on_import: string;
  readonly select: string;
  readonly misfire: MisfirePolicy;
  readonly overlap: OverlapPolicy;
  readonly full: boolean;
  /** Minutes; empty where nobody waits for it. */
  readonly expectWithin: number | string;
}

/** The zone that the reader's clock is in. */
export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

export function toForm(schedule: DbtSchedule | undefined, workspace: string): ScheduleForm {
  const pattern = schedule?.cron ? readPattern(schedule.cron) : undefined;
  const { amount, unit } = readEvery(schedule?.every ?? '6h');
  return {
    workspace: schedule?.workspace ?? workspace,
    name: schedule?.name ?? '',
    frequency: schedule ? (schedule.kind === 'cron' && pattern ? pattern.preset : schedule.kind) : 'daily',
    time: pattern?.time ?? '06:00',
    weekday: String(pattern?.weekday ?? 1),
    cron: schedule?.cron ?? '0 6 * * *',
    timezone: schedule?.timezone ?? ownZone,
    amount,
    unit,
    on_success_of: schedule?.on_success_of ?? '',
    on_import: schedule?.on_import ?? '',
    select: schedule?.select ?? '',
    misfire: schedule?.misfire ?? 'latest',
    overlap: schedule?.overlap ?? 'queue',
    full: schedule?.full ?? false,
    expectWithin: schedule?.expect_within ?? '',
  };
}

/** When it fires, as the server takes it. */
export function toTiming(form: ScheduleForm) {
  const { frequency, timezone } = form;
  if (frequency === 'interval') return { kind: frequency, ...{ every: `${form.amount}${form.unit}` } };
  if (frequency === 'on_success') return { kind: frequency, ...{ on_success_of: form.on_success_of } };
  if (frequency === 'on_import') return { kind: frequency, ...{ on_import: form.on_import } };
  const pattern = { time: form.time, weekday: Number(form.weekday) };
  const cron = frequency === 'cron' ? form.cron : toCron({ preset: frequency, ...pattern });
  return { kind: 'cron' as const, ...{ cron, timezone } };
}

export function toInput(form: ScheduleForm, enabled: boolean): ScheduleInput {
  const { workspace, name, select, misfire, overlap, full } = form;
  const part = select.trim() === '' ? {} : { select };
  const expect_within = Number(form.expectWithin) || null;
  return { workspace, name, ...toTiming(form), ...part, misfire, overlap, full, expect_within, enabled };
}

function readEvery(every: string) {
  return { amount: Number.parseInt(every, 10) || 1, unit: every.slice(-1) };
}
