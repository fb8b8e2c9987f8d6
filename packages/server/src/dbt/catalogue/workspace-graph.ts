import { datasetKindSchema } from '@honeyframe/contract/api';
import { z } from 'zod';

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
  relation: z.object({ catalogue: z.string(), schema: z.string(), name: z.string() }).nullable(),
  /** Path within the workspace. */
  file: z.string().nullable(),
  raw_sql: z.string().nullable(),
  /** Unique ids of what it reads. */
  reads: z.array(z.string()),
});
export type GraphNode = z.infer<typeof graphNodeSchema>;

const graphTestSchema = z.object({
  unique_id: z.string(),
  name: z.string(),
  /** `not_null`, `unique`, …; its own name where it is written for one place. */
  label: z.string(),
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
