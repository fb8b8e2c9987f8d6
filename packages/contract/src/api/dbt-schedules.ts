import { z } from 'zod';
import { maxExpectedMinutes, misfirePolicies, overlapPolicies } from '../manifest/schedule-policies.ts';
import { dbtRunSchema } from './dbt.ts';
import { defineApi } from './endpoint.ts';
import { emptySchema, idParams, idSchema, timeSchema } from './shapes.ts';

export {
  type MisfirePolicy,
  maxExpectedMinutes,
  misfirePolicies,
  type OverlapPolicy,
  overlapPolicies,
} from '../manifest/schedule-policies.ts';

/** What makes a schedule fire: the clock, a distance in time, another workspace's success, an import. */
export const scheduleKinds = ['cron', 'interval', 'on_success', 'on_import'] as const;
export type ScheduleKind = (typeof scheduleKinds)[number];

/** A time to come: the instant in UTC, and the same on the clocks of the schedule's zone. */
export const scheduleTimeSchema = z.object({ at: timeSchema, in_zone: timeSchema });
export type ScheduleTime = z.infer<typeof scheduleTimeSchema>;

export const scheduleFiringSchema = z.object({
  scheduled_for: timeSchema,
  outcome: z.enum(['queued', 'skipped']),
  /** Why it was skipped, or what is to be known about it. */
  reason: z.string().nullable(),
  run: dbtRunSchema.nullable(),
});
export type ScheduleFiring = z.infer<typeof scheduleFiringSchema>;

export const dbtScheduleSchema = z.object({
  id: idSchema,
  workspace: z.string(),
  /** A plugin's own can be changed and switched off, not deleted. */
  origin: z.enum(['plugin', 'person']),
  name: z.string(),
  kind: z.enum(scheduleKinds),
  cron: z.string().nullable(),
  timezone: z.string().nullable(),
  /** `30m`, `6h`, `1d`. */
  every: z.string().nullable(),
  on_success_of: z.string().nullable(),
  on_import: z.string().nullable(),
  select: z.string().nullable(),
  misfire: z.enum(misfirePolicies),
  overlap: z.enum(overlapPolicies),
  /** Also builds what nothing has changed for. */
  full: z.boolean(),
  /** Minutes after its time by which its build must have succeeded; null where nobody waits for it. */
  expect_within: z.number().int().nullable(),
  enabled: z.boolean(),
  /** Somebody changed what the plugin brought. */
  is_changed: z.boolean(),
  created_by: z.string().nullable(),
  /** The next five; none while it is switched off, or where an event decides. */
  next: z.array(scheduleTimeSchema),
  last_firing: scheduleFiringSchema.nullable(),
});
export type DbtSchedule = z.infer<typeof dbtScheduleSchema>;

const timingFields = {
  kind: z.enum(scheduleKinds),
  cron: z.string().max(100).optional(),
  /** UTC where it is left out. */
  timezone: z.string().max(60).optional(),
  every: z.string().max(10).optional(),
  on_success_of: z.string().max(64).optional(),
  on_import: z.string().max(100).optional(),
};

export const scheduleInputSchema = z.object({
  workspace: z.string().max(64),
  name: z.string().max(64),
  ...timingFields,
  /** In dbt's own syntax; all of the workspace where it is left out. */
  select: z.string().max(300).optional(),
  misfire: z.enum(misfirePolicies).default('latest'),
  overlap: z.enum(overlapPolicies).default('queue'),
  /** Also build what nothing has changed for. */
  full: z.boolean().default(false),
  /** Minutes after its time by which its build must have succeeded; after that it is late. */
  expect_within: z.number().int().min(1).max(maxExpectedMinutes).nullable().default(null),
  enabled: z.boolean().default(true),
});
export type ScheduleInput = z.infer<typeof scheduleInputSchema>;

const problems = ['HF_CORE_NOT_FOUND', 'HF_SCHEDULE_INVALID', 'HF_DBT_WORKSPACE_UNKNOWN'] as const;

export const dbtSchedulesApi = defineApi({
  listSchedules: {
    method: 'GET',
    path: '/api/dbt/schedules',
    access: 'dbt.read',
    summary: 'Schedules of this organisation with their next five times.',
    output: z.object({ schedules: z.array(dbtScheduleSchema) }),
  },
  createSchedule: {
    method: 'POST',
    path: '/api/dbt/schedules',
    access: 'dbt.schedule',
    summary: 'Build a workspace on a schedule.',
    body: scheduleInputSchema,
    output: dbtScheduleSchema,
    errors: problems,
  },
  updateSchedule: {
    method: 'PUT',
    path: '/api/dbt/schedules/:id',
    access: 'dbt.schedule',
    summary: 'Replace a schedule; of a plugin’s own the workspace stays.',
    params: idParams,
    body: scheduleInputSchema,
    output: dbtScheduleSchema,
    errors: problems,
  },
  switchSchedule: {
    method: 'POST',
    path: '/api/dbt/schedules/:id/switch',
    access: 'dbt.schedule',
    summary: 'Switch a schedule on or off; times that pass while it is off are not made up for.',
    params: idParams,
    body: z.object({ enabled: z.boolean() }),
    output: dbtScheduleSchema,
    errors: problems,
  },
  deleteSchedule: {
    method: 'DELETE',
    path: '/api/dbt/schedules/:id',
    access: 'dbt.schedule',
    summary: 'Delete a schedule that a person made.',
    params: idParams,
    output: emptySchema,
    errors: ['HF_CORE_NOT_FOUND', 'HF_SCHEDULE_OF_PLUGIN'],
  },
  resetSchedule: {
    method: 'POST',
    path: '/api/dbt/schedules/:id/reset',
    access: 'dbt.schedule',
    summary: 'Make a plugin’s schedule again what the plugin brought.',
    params: idParams,
    output: dbtScheduleSchema,
    errors: ['HF_CORE_NOT_FOUND', 'HF_SCHEDULE_OF_PERSON'],
  },
  fireSchedule: {
    method: 'POST',
    path: '/api/dbt/schedules/:id/fire',
    access: 'dbt.run',
    summary: 'Build now what the schedule builds.',
    params: idParams,
    output: dbtRunSchema,
    errors: ['HF_CORE_NOT_FOUND', 'HF_DBT_WORKSPACE_UNKNOWN'],
  },
  previewSchedule: {
    method: 'POST',
    path: '/api/dbt/schedules/preview',
    access: 'dbt.read',
    summary: 'The next five times of a schedule that is not saved yet.',
    body: z.object(timingFields),
    output: z.object({ next: z.array(scheduleTimeSchema) }),
    errors: ['HF_SCHEDULE_INVALID'],
  },
});
