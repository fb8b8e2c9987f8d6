import { datasetKindSchema } from '@honeyframe/contract/api';
import { z } from 'zod';

const graphFreshnessSchema = z.object({
  warn_after_seconds: z.number().nullable(),
  error_after_seconds: z.number().nullable(),
  /** SQL: which rows count. */
  filter: z.string().nullable(),
  /** SQL of one row: when it was loaded. */
  loaded_at_field: z.string().nullable(),
  /** A whole query for the newest time, with the Jinja that its author wrote: dbt renders it when it asks. */
  loaded_at_query: z.string().nullable(),
});
/** What is expected of a source, and what tells how fresh it is. */
export type GraphFreshness = z.infer<typeof graphFreshnessSchema>;

const relationSchema = z.object({ catalogue: z.string(), schema: z.string(), name: z.string() });
export type GraphRelation = z.infer<typeof relationSchema>;

const graphNodeSchema = z.object({
  unique_id: z.string(),
  kind: datasetKindSchema,
  name: z.string(),
  materialisation: z.string().nullable(),
  /** Markdown. */
  documentation: z.string(),
  tags: z.array(z.string()),
  /** Those that are documented. */
  columns: z.array(z.object({ name: z.string(), description: z.string() })),
  /** Where its rows are; null for what is no relation: an ephemeral model. */
  relation: relationSchema.nullable(),
  /** Path within the workspace. */
  file: z.string().nullable(),
  raw_sql: z.string().nullable(),
  /** Unique ids of what it reads. */
  reads: z.array(z.string()),
  /** Of a source; null for what the workspace builds itself. */
  freshness: graphFreshnessSchema.nullable(),
});
export type GraphNode = z.infer<typeof graphNodeSchema>;

const graphTestSchema = z.object({
  unique_id: z.string(),
  name: z.string(),
  /** `not_null`, `unique`, …, `unit_test`; null for one that is SQL of its own. */
  kind: z.string().nullable(),
  column: z.string().nullable(),
  description: z.string(),
  /** Unique ids of what it is about. */
  about: z.array(z.string()),
});
export type GraphTest = z.infer<typeof graphTestSchema>;

const graphExposureSchema = z.object({
  unique_id: z.string(),
  name: z.string(),
  reads: z.array(z.string()),
});
export type GraphExposure = z.infer<typeof graphExposureSchema>;

/** What dbt's manifest of one version of a workspace says, as far as anybody is shown it. */
export const workspaceGraphSchema = z.object({
  nodes: z.array(graphNodeSchema),
  tests: z.array(graphTestSchema),
  exposures: z.array(graphExposureSchema),
});
export type WorkspaceGraph = z.infer<typeof workspaceGraphSchema>;
