import { z } from 'zod';
import { timeSchema } from './shapes.ts';

const thresholdSchema = z.object({
  count: z.number().int().nullable(),
  period: z.enum(['minute', 'hour', 'day']).nullable(),
});

const measuredSchema = z.object({
  unique_id: z.string(),
  max_loaded_at: timeSchema,
  snapshotted_at: timeSchema,
  max_loaded_at_time_ago_in_s: z.number(),
  status: z.enum(['pass', 'warn', 'error']),
  criteria: z.object({
    warn_after: thresholdSchema,
    error_after: thresholdSchema,
    filter: z.string().nullable(),
  }),
  adapter_response: z.object({}),
  timing: z.array(z.never()),
  thread_id: z.string(),
  execution_time: z.number(),
});

const unmeasuredSchema = z.object({
  unique_id: z.string(),
  error: z.string(),
  status: z.literal('runtime error'),
});

/** How fresh the sources of a workspace are, in the form of dbt's `sources.json`, version 3. */
export const sourcesArtifactSchema = z.object({
  metadata: z.object({
    dbt_schema_version: z.literal('https://schemas.getdbt.com/dbt/sources/v3.json'),
    dbt_version: z.string(),
    generated_at: timeSchema,
    invocation_id: z.string(),
    env: z.object({}),
  }),
  results: z.array(z.union([measuredSchema, unmeasuredSchema])),
  elapsed_time: z.number(),
});
export type SourcesArtifact = z.infer<typeof sourcesArtifactSchema>;
