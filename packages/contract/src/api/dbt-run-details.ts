import { z } from 'zod';
import { defineApi } from './endpoint.ts';
import { idParams, idSchema, timeSchema } from './shapes.ts';

/** What can be downloaded of a run. */
export const runArtifactSchema = z.enum(['manifest.json', 'run_results.json', 'dbt.jsonl']);
export type RunArtifact = z.infer<typeof runArtifactSchema>;

/** Rows that a test found; at most 100. */
export const failingRowsSchema = z.object({ rows: z.array(z.record(z.string(), z.unknown())) });
export type FailingRows = z.infer<typeof failingRowsSchema>;

export const testResultSchema = z.object({
  run_id: idSchema,
  unique_id: z.string(),
  name: z.string(),
  workspace: z.string(),
  state: z.enum(['pass', 'warn', 'fail', 'error']),
  /** How many rows it found. */
  failures: z.number().int().nullable(),
  at: timeSchema,
});
export type TestResult = z.infer<typeof testResultSchema>;

const nodeQuery = z.object({ unique_id: z.string().max(500) });

export const dbtRunDetailsApi = defineApi({
  getNode: {
    method: 'GET',
    path: '/api/dbt/runs/:id/node',
    access: 'dbt.read',
    summary: 'The SQL that dbt ran for a node, and rows that fail it where it is a test.',
    params: idParams,
    query: nodeQuery,
    output: z.object({ compiled_sql: z.string().nullable(), failing_rows: failingRowsSchema.nullable() }),
  },
  getArtifact: {
    method: 'GET',
    path: '/api/dbt/runs/:id/artifacts/:name',
    access: 'dbt.read',
    summary: "One of dbt's own files of a run; those of the newest ten runs of a workspace are kept.",
    params: z.object({ id: idSchema, name: runArtifactSchema }),
    output: 'raw',
  },
  listTestResults: {
    method: 'GET',
    path: '/api/dbt/test-results',
    access: 'dbt.read',
    summary: 'How tests of this organisation ended over time, newest first.',
    query: z.object({
      workspace: z.string().max(64).optional(),
      unique_id: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    output: z.object({ results: z.array(testResultSchema) }),
  },
});
