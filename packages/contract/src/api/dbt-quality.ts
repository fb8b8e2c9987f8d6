import { z } from 'zod';
import { testResultSchema } from './dbt-run-details.ts';
import { sourcesArtifactSchema } from './dbt-sources.ts';
import { defineApi } from './endpoint.ts';
import { idSchema, pageOf, pageQuery, timeSchema } from './shapes.ts';

/** What can go wrong with data: a build fails, a build that is due does not come, a source is not filled any more. */
export const incidentKinds = ['failure', 'lateness', 'staleness'] as const;
export type IncidentKind = (typeof incidentKinds)[number];

/** Something that went wrong, from when it was noticed to when it was right again. */
export const incidentSchema = z.object({
  id: idSchema,
  kind: z.enum(incidentKinds),
  workspace: z.string(),
  message: z.string(),
  /** The build that failed, as long as it is kept. */
  run_id: idSchema.nullable(),
  opened_at: timeSchema,
  /** Null while it goes on. */
  closed_at: timeSchema.nullable(),
});
export type Incident = z.infer<typeof incidentSchema>;

/** How fresh a source is; `unmeasured` where nobody could look. */
export const freshnessStateSchema = z.enum(['pass', 'warn', 'error', 'unmeasured']);
export type FreshnessState = z.infer<typeof freshnessStateSchema>;

/** A table that dbt reads and does not build. */
export const sourceFreshnessSchema = z.object({
  workspace: z.string(),
  unique_id: z.string(),
  /** Name to ask for in SQL: `synthea.patients`. */
  relation: z.string(),
  /** Null where the workspace expects nothing of it. */
  state: freshnessStateSchema.nullable(),
  /** When its newest rows came to be; null before the first import. */
  data_as_of: timeSchema.nullable(),
  /** `query`: what `loaded_at_query` found. `field`: the newest value of `loaded_at_field`. `import`: when the platform imported or built it. */
  measured_by: z.enum(['query', 'field', 'import']),
  warn_after_seconds: z.number().int().nullable(),
  error_after_seconds: z.number().int().nullable(),
  /** Why it could not be measured. */
  problem: z.string().nullable(),
});
export type SourceFreshness = z.infer<typeof sourceFreshnessSchema>;

const ended = testResultSchema.shape.state;

export const qualityTestSchema = z.object({
  workspace: z.string(),
  unique_id: z.string(),
  name: z.string(),
  /** `not_null`, `unique`, …; null for a test that is SQL of its own. */
  kind: z.string().nullable(),
  /** The model, seed, snapshot or source that it is about. */
  subject: z.string().nullable(),
  column: z.string().nullable(),
  description: z.string(),
  /** `never` before its first run. */
  state: z.union([ended, z.literal('never')]),
  last_at: timeSchema.nullable(),
  /** Its last results, oldest first, at most 30. */
  results: z.array(testResultSchema.pick({ run_id: true, state: true, failures: true, at: true })),
});
export type QualityTest = z.infer<typeof qualityTestSchema>;

export const qualitySummarySchema = z.object({
  passed: z.number().int(),
  warned: z.number().int(),
  failed: z.number().int(),
  never: z.number().int(),
});
export type QualitySummary = z.infer<typeof qualitySummarySchema>;

export const dbtQualityApi = defineApi({
  getQuality: {
    method: 'GET',
    path: '/api/dbt/quality',
    access: 'dbt.read',
    summary: 'What is wrong with data now, how fresh its sources are, and how many tests pass.',
    output: z.object({
      /** Those that go on, then those that ended within a week. */
      incidents: z.array(incidentSchema),
      sources: z.array(sourceFreshnessSchema),
      tests: qualitySummarySchema,
    }),
  },
  listQualityTests: {
    method: 'GET',
    path: '/api/dbt/quality/tests',
    access: 'dbt.read',
    summary: 'Tests of this organisation with their last results, those that fail first.',
    query: pageQuery.extend({
      workspace: z.string().max(64).optional(),
      state: qualityTestSchema.shape.state.optional(),
      /** In the names of tests, tables and columns. */
      search: z.string().max(200).optional(),
    }),
    output: pageOf(qualityTestSchema),
  },
  getSources: {
    method: 'GET',
    path: '/api/dbt/workspaces/:slug/sources.json',
    access: 'dbt.read',
    summary: "How fresh the sources of a workspace are now, as dbt's own file of that name tells it.",
    params: z.object({ slug: z.string().max(64) }),
    output: sourcesArtifactSchema,
    errors: ['HF_DBT_WORKSPACE_UNKNOWN'],
  },
});
