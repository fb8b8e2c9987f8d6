import { z } from 'zod';
import { defineApi } from './endpoint.ts';
import { idParams, idSchema, pageOf, pageQuery, timeSchema } from './shapes.ts';

/** State of the Python environment that holds dbt. */
export const dbtEngineSchema = z.object({
  state: z.enum(['missing', 'installing', 'ready', 'failed']),
  message: z.string(),
  hint: z.string(),
  version: z.string().nullable(),
  /** 0 to 1 while installing, where it is known. */
  progress: z.number().min(0).max(1).nullable(),
});
export type DbtEngineStatus = z.infer<typeof dbtEngineSchema>;

export const runStateSchema = z.enum([
  'queued',
  'parsing',
  'running',
  'publishing',
  'success',
  'error',
  'cancelled',
  'lost',
]);
export type RunState = z.infer<typeof runStateSchema>;

export const nodeStateSchema = z.enum([
  'queued',
  'running',
  'success',
  'warn',
  'error',
  'fail',
  'skipped',
  'pass',
  /** Not built, since nothing that it reads has changed; the message says since when. */
  'unchanged',
]);

export const dbtNodeSchema = z.object({
  unique_id: z.string(),
  name: z.string(),
  /** model, test, seed, snapshot, … */
  resource_type: z.string(),
  materialisation: z.string().nullable(),
  state: nodeStateSchema,
  started_at: timeSchema.nullable(),
  finished_at: timeSchema.nullable(),
  seconds: z.number().nullable(),
  rows: z.number().int().nullable(),
  message: z.string().nullable(),
});
export type DbtNode = z.infer<typeof dbtNodeSchema>;

/** `build` takes all, `run` models alone, `test` tests alone. */
export const dbtCommandSchema = z.enum(['build', 'run', 'test']);
export type DbtCommandName = z.infer<typeof dbtCommandSchema>;

export const dbtRunSchema = z.object({
  id: idSchema,
  workspace: z.string(),
  state: runStateSchema,
  /** `install`, `manual`, `import`, … */
  trigger: z.string(),
  requested_by: z.string().nullable(),
  queued_at: timeSchema,
  started_at: timeSchema.nullable(),
  finished_at: timeSchema.nullable(),
  node_count: z.number().int(),
  done_count: z.number().int(),
  failed_count: z.number().int(),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string() }).nullable(),
  /** The run that this one goes on with. */
  resumed_from: idSchema.nullable(),
  /** Whether nodes were built that nothing has changed for. */
  full: z.boolean(),
  command: dbtCommandSchema,
});
export type DbtRun = z.infer<typeof dbtRunSchema>;

export const workspaceSchema = z.object({
  slug: z.string(),
  display_name: z.string(),
  /** `platform` or a plugin's slug. */
  owner: z.string(),
  state: z.enum(['ready', 'quarantined', 'missing', 'waiting']),
  message: z.string().nullable(),
  /** What keeps it from being built, and where in its folder; null while nothing does. */
  problem: z
    .object({ message: z.string(), hint: z.string(), file: z.string(), line: z.number().int() })
    .nullable(),
  /** When the tables that readers see were built; null before the first build. */
  data_as_of: timeSchema.nullable(),
  last_run: dbtRunSchema.nullable(),
});
export type Workspace = z.infer<typeof workspaceSchema>;

/** One message of a run's event stream; `event:` is `run`, `node`, `log` or `end`. */
export const runEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), seq: z.number().int(), run: dbtRunSchema }),
  z.object({ kind: z.literal('node'), seq: z.number().int(), node: dbtNodeSchema }),
  z.object({
    kind: z.literal('log'),
    seq: z.number().int(),
    at: timeSchema,
    level: z.string(),
    line: z.string(),
  }),
  z.object({ kind: z.literal('end'), seq: z.number().int(), run: dbtRunSchema }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;

export const dbtApi = defineApi({
  engine: {
    method: 'GET',
    path: '/api/dbt/engine',
    access: 'dbt.read',
    summary: 'Whether dbt is installed, and what to do when it is not.',
    output: dbtEngineSchema,
  },
  listWorkspaces: {
    method: 'GET',
    path: '/api/dbt/workspaces',
    access: 'dbt.read',
    summary: "Workspaces of the organisation's enabled plugins and of the platform.",
    output: z.object({ engine: dbtEngineSchema, workspaces: z.array(workspaceSchema) }),
  },
  createRun: {
    method: 'POST',
    path: '/api/dbt/runs',
    access: 'dbt.run',
    summary: 'Build a workspace for this organisation.',
    body: z.object({
      workspace: z.string().max(64),
      command: dbtCommandSchema.optional(),
      select: z.string().max(500).optional(),
      /** Also what nothing has changed for. */
      full: z.boolean().optional(),
    }),
    output: dbtRunSchema,
    errors: ['HF_CORE_NOT_FOUND'],
  },
  listRuns: {
    method: 'GET',
    path: '/api/dbt/runs',
    access: 'dbt.read',
    summary: 'Runs of this organisation, newest first.',
    query: pageQuery.extend({
      workspace: z.string().optional(),
      state: runStateSchema.optional(),
      trigger: z.string().max(64).optional(),
      /** Queued at this time or later. */
      since: timeSchema.optional(),
    }),
    output: pageOf(dbtRunSchema),
  },
  getRun: {
    method: 'GET',
    path: '/api/dbt/runs/:id',
    access: 'dbt.read',
    summary: 'One run with its nodes.',
    params: idParams,
    output: z.object({ run: dbtRunSchema, nodes: z.array(dbtNodeSchema), last_seq: z.number().int() }),
  },
  getLog: {
    method: 'GET',
    path: '/api/dbt/runs/:id/log',
    access: 'dbt.read',
    summary: "The run's log as text.",
    params: idParams,
    output: 'raw',
  },
  streamEvents: {
    method: 'GET',
    path: '/api/dbt/runs/:id/events',
    access: 'dbt.read',
    summary: 'Server-sent events of a run; Last-Event-ID resumes.',
    params: idParams,
    output: 'raw',
  },
  resumeRun: {
    method: 'POST',
    path: '/api/dbt/runs/:id/resume',
    access: 'dbt.run',
    summary: 'Go on with a run that failed, was cancelled or was lost: build exactly what had not succeeded.',
    params: idParams,
    output: dbtRunSchema,
    errors: ['HF_DBT_RESUME_IMPOSSIBLE'],
  },
  cancelRun: {
    method: 'POST',
    path: '/api/dbt/runs/:id/cancel',
    access: 'dbt.run',
    summary: 'Cancel a run; what readers see stays as it was.',
    params: idParams,
    output: dbtRunSchema,
  },
});
