import { z } from 'zod';
import { label, slug } from './manifest-parts.ts';
import { problem } from './problem-name.ts';
import { maxExpectedMinutes, misfirePolicies, overlapPolicies } from './schedule-policies.ts';

const cronPattern = /^[\d*/,A-Za-z#?-]+(?: +[\d*/,A-Za-z#?-]+){4,5}$/;

/** When the plugin's dbt workspace is built. One of cron, every, on_success_of and on_import says when. */
export const scheduleSchema = z
  .object({
    name: label(64).meta({ description: 'What the Schedules page shows.' }).optional(),
    cron: z
      .string()
      .max(100, problem('HF_MANIFEST_SCHEDULE_INVALID'))
      .regex(cronPattern, problem('HF_MANIFEST_SCHEDULE_INVALID'))
      .meta({ description: "A cron expression of five or six fields, such as '0 6 * * *'." })
      .optional(),
    timezone: z
      .string()
      .max(60)
      .refine(isTimeZone, problem('HF_MANIFEST_SCHEDULE_INVALID'))
      .meta({
        description: "The zone that cron is read in, such as Europe/Berlin; by default the organisation's.",
      })
      .optional(),
    every: z
      .string()
      .regex(/^[1-9]\d{0,3}[mhd]$/, problem('HF_MANIFEST_SCHEDULE_INVALID'))
      .meta({ description: 'A distance in minutes, hours or days: 30m, 6h, 1d.' })
      .optional(),
    on_success_of: slug
      .meta({ description: 'The plugin after whose successful build this one follows.' })
      .optional(),
    on_import: z
      .string()
      .max(100)
      .regex(/^[a-z_][a-z0-9_]*$/, problem('HF_MANIFEST_SCHEDULE_INVALID'))
      .meta({ description: 'The raw source after whose import the build follows, such as synthea.' })
      .optional(),
    select: z
      .string()
      .max(300)
      // A selector that begins with a hyphen would be read as an option of dbt's.
      .regex(/^[^\s-][^\r\n]*$/, problem('HF_MANIFEST_SCHEDULE_INVALID'))
      .meta({ description: 'A dbt selector for a part of the workspace; by default all of it.' })
      .optional(),
    misfire: z
      .enum(misfirePolicies, problem('HF_MANIFEST_SCHEDULE_INVALID'))
      .meta({
        description:
          'Times that passed while the platform was down: skip them, build once for the latest (default), or for all.',
      })
      .optional(),
    overlap: z
      .enum(overlapPolicies, problem('HF_MANIFEST_SCHEDULE_INVALID'))
      .meta({
        description: 'While its build before goes on: skip, queue one (default), or cancel the old one.',
      })
      .optional(),
    full: z
      .boolean(problem('HF_MANIFEST_SCHEDULE_INVALID'))
      .meta({ description: 'Also builds what nothing has changed for; by default that is left out.' })
      .optional(),
    expect_within: z
      .int(problem('HF_MANIFEST_SCHEDULE_INVALID'))
      .min(1, problem('HF_MANIFEST_SCHEDULE_INVALID'))
      .max(maxExpectedMinutes, problem('HF_MANIFEST_SCHEDULE_INVALID'))
      .meta({
        description:
          'Minutes after its time by which its build must have succeeded; after that it is late, and the organisation is told.',
      })
      .optional(),
  })
  .meta({ description: "When the plugin's dbt workspace is built." });

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
