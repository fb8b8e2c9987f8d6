import type { MisfirePolicy, OverlapPolicy, ScheduleKind } from '@honeyframe/contract/api';
import type { Selectable } from 'kysely';
import type { Tables } from '../../database/index.ts';

export type ScheduleRow = Selectable<Tables['dbt_schedules']>;
export type FiringRow = Selectable<Tables['dbt_schedule_firings']>;

/** When a schedule fires. */
export interface ScheduleTiming {
  readonly kind: ScheduleKind;
  readonly cron: string | null;
  readonly timezone: string | null;
  readonly every_seconds: number | null;
  readonly on_success_of: string | null;
  readonly on_import: string | null;
}

/** What somebody says about a schedule: a person in the form, a plugin in its manifest. */
export interface ScheduleDefinition extends ScheduleTiming {
  readonly name: string;
  readonly selection: string | null;
  readonly misfire: MisfirePolicy;
  readonly overlap: OverlapPolicy;
  readonly is_full: boolean;
  readonly expect_within: number | null;
}

/** The same without what the table adds. */
export function toDefinition(row: ScheduleDefinition): ScheduleDefinition {
  const { name, kind, cron, timezone, every_seconds, on_success_of, on_import } = row;
  const { selection, misfire, overlap, is_full, expect_within } = row;
  const timing = { kind, cron, timezone, every_seconds, on_success_of, on_import };
  return { name, ...timing, selection, misfire, overlap, is_full, expect_within };
}

/** What is stored about the times of a schedule does not outlive them. */
export function hasSameTiming(a: ScheduleTiming, b: ScheduleTiming): boolean {
  return timingFields.every((field) => a[field] === b[field]);
}

export const timingFields = [
  'kind',
  'cron',
  'timezone',
  'every_seconds',
  'on_success_of',
  'on_import',
] as const satisfies readonly (keyof ScheduleTiming)[];
