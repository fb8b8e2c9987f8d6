import { z } from 'zod';
import { nodeStateSchema, workspaceSchema } from './dbt.ts';
import { testResultSchema } from './dbt-run-details.ts';
import { defineApi } from './endpoint.ts';
import { idSchema, pageOf, pageQuery, timeSchema } from './shapes.ts';

/** What a dataset is: something that dbt builds or reads. */
export const datasetKindSchema = z.enum(['source', 'model', 'seed', 'snapshot']);
export type DatasetKind = z.infer<typeof datasetKindSchema>;

/** How its last build or check ended; `never` before the first. */
export const datasetStateSchema = z.union([nodeStateSchema, z.literal('never')]);
export type DatasetState = z.infer<typeof datasetStateSchema>;

/** A model, seed, snapshot or source of a workspace, as one organisation sees it. */
export const datasetSchema = z.object({
  /** The workspace's slug and dbt's unique id, joined by a colon: `healthcare:model.healthcare.patients`. */
  id: z.string(),
  workspace: z.string(),
  /** `platform` or a plugin's slug. */
  owner: z.string(),
  owner_name: z.string(),
  name: z.string(),
  kind: datasetKindSchema,
  /** table, view, incremental, …; null for a source. */
  materialisation: z.string().nullable(),
  /** The first sentence of its documentation. */
  description: z.string(),
  tags: z.array(z.string()),
  column_count: z.number().int(),
  state: datasetStateSchema,
  /** When its rows came to be: last built, or imported. */
  data_as_of: timeSchema.nullable(),
  row_count: z.number().int().nullable(),
  tests: z.object({ passed: z.number().int(), failed: z.number().int(), total: z.number().int() }),
});
export type Dataset = z.infer<typeof datasetSchema>;

export const datasetColumnSchema = z.object({
  name: z.string(),
  /** The warehouse's type; null before the first build. */
  type: z.string().nullable(),
  description: z.string(),
  /** Names of tests on this column: `not_null`, `unique`, … */
  tests: z.array(z.string()),
});
export type DatasetColumn = z.infer<typeof datasetColumnSchema>;

/** A neighbour in the lineage. */
export const datasetLinkSchema = datasetSchema.pick({
  id: true,
  name: true,
  kind: true,
  workspace: true,
  state: true,
});

export const datasetTestSchema = z.object({
  unique_id: z.string(),
  name: z.string(),
  column: z.string().nullable(),
  description: z.string(),
  last: testResultSchema.nullable(),
});

export const datasetDetailsSchema = datasetSchema.extend({
  /** Markdown, as its author wrote it. */
  documentation: z.string(),
  /** Name to ask for in SQL: `healthcare.patients`. */
  relation: z.string(),
  columns: z.array(datasetColumnSchema),
  tests_on_it: z.array(datasetTestSchema),
  raw_sql: z.string().nullable(),
  compiled_sql: z.string().nullable(),
  /** Path within the workspace: `models/marts/patients.sql`. */
  file: z.string().nullable(),
  upstream: z.array(datasetLinkSchema),
  downstream: z.array(datasetLinkSchema),
  last_run_id: idSchema.nullable(),
});
export type DatasetDetails = z.infer<typeof datasetDetailsSchema>;

/** At most 100 rows; values as JSON has them, long texts cut. */
export const datasetPreviewSchema = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.unknown())),
  /** Of the whole dataset; null where counting took too long. */
  row_count: z.number().int().nullable(),
});
export type DatasetPreview = z.infer<typeof datasetPreviewSchema>;

/** A dataset, a test or a dashboard's block in the picture of what comes from what. */
export const lineageNodeSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum([...datasetKindSchema.options, 'test', 'block']),
  workspace: z.string(),
  owner: z.string(),
  state: datasetStateSchema,
  materialisation: z.string().nullable(),
  /** Top left corner in pixels; every node is `node_width` by `node_height`. */
  x: z.number(),
  y: z.number(),
  tests: datasetSchema.shape.tests,
});
export type LineageNode = z.infer<typeof lineageNodeSchema>;

export const lineageSchema = z.object({
  node_width: z.number(),
  node_height: z.number(),
  /** False while the careful layout is being computed: the places are good for now, and better in some seconds. */
  is_settled: z.boolean(),
  /** From left (sources) to right (dashboards). */
  nodes: z.array(lineageNodeSchema),
  /** Indices into `nodes`: from, to. Short, since there are thousands. */
  edges: z.array(z.tuple([z.number().int(), z.number().int()])),
  owners: z.array(z.object({ slug: z.string(), display_name: z.string() })),
  /** Workspaces without a parse yet, or broken: their nodes are missing or those of the last good version. */
  incomplete: z.array(workspaceSchema.pick({ slug: true, display_name: true, state: true, message: true })),
});
export type Lineage = z.infer<typeof lineageSchema>;

const datasetParams = z.object({ id: z.string().max(600) });

export const dbtCatalogueApi = defineApi({
  listDatasets: {
    method: 'GET',
    path: '/api/dbt/datasets',
    access: 'dataset.read',
    summary: "Everything that the organisation's workspaces build or read.",
    query: pageQuery.extend({
      /** In names, columns, tags and documentation. */
      search: z.string().max(200).optional(),
      workspace: z.string().max(64).optional(),
      kind: datasetKindSchema.optional(),
      sort: z.enum(['name', 'data_as_of', 'row_count', 'state']).default('name'),
      direction: z.enum(['asc', 'desc']).default('asc'),
    }),
    output: pageOf(datasetSchema),
  },
  getDataset: {
    method: 'GET',
    path: '/api/dbt/datasets/:id',
    access: 'dataset.read',
    summary: 'One dataset with its columns, tests, SQL and neighbours.',
    params: datasetParams,
    output: datasetDetailsSchema,
    errors: ['HF_CORE_NOT_FOUND'],
  },
  previewDataset: {
    method: 'GET',
    path: '/api/dbt/datasets/:id/preview',
    access: 'dataset.preview',
    summary: 'Its first rows; who looks at them is recorded.',
    params: datasetParams,
    output: datasetPreviewSchema,
    errors: ['HF_CORE_NOT_FOUND', 'HF_WAREHOUSE_NOT_BUILT'],
  },
  getLineage: {
    method: 'GET',
    path: '/api/dbt/lineage',
    access: 'dataset.read',
    summary: 'What comes from what, with the place of each node in the picture.',
    query: z.object({
      /** One workspace with its neighbours; all where it is left out. */
      workspace: z.string().max(64).optional(),
      /** `true`: tests as nodes of their own too; their counts are on what they test in any case. */
      tests: z.enum(['true', 'false']).default('false'),
    }),
    output: lineageSchema,
  },
});
