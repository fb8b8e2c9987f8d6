import { z } from 'zod';
import { diagnosticSchema } from '../diagnostics/diagnostic.ts';
import { defineApi } from './endpoint.ts';
import { pluginSourceSchema } from './plugins.ts';
import { accessChangeSchema, permissionChangeSchema, seedChangeSchema } from './seed-plan.ts';
import { emptySchema, timeSchema } from './shapes.ts';

/** Everything that can be done to a plugin. Enabling and disabling are per organisation, the others for the platform. */
export const pluginStepSchema = z.enum(['install', 'upgrade', 'roll_back', 'enable', 'disable', 'uninstall']);
export type PluginStep = z.infer<typeof pluginStepSchema>;

const slug = z.string().min(1).max(60);

/**
 * What somebody wants done. `upload` names a `.tgz` that was sent before; `folder` a folder on the server's machine, which
 * only its own command line may name. Without either, the plugin's own folder is meant.
 */
export const stepRequestSchema = z
  .object({
    step: pluginStepSchema,
    /** Left out where an upload or a folder says it. */
    plugin: slug.optional(),
    upload: z.uuid().optional(),
    folder: z.string().max(4096).optional(),
    /** Rolling back: the generation to go to; the one before where it is left out. */
    generation: z.string().max(64).optional(),
    /** Rolling back: runs the down files of migrations that the older version does not know. */
    undo_migrations: z.boolean().optional(),
    /** Uninstalling: `keep` leaves the data for a later installation. */
    data: z.enum(['keep', 'purge']).optional(),
  })
  .strict();
export type StepRequest = z.infer<typeof stepRequestSchema>;

/** With `dry_run` nobody will confirm the plan: not even what would make the step quicker is kept. */
export const planRequestSchema = stepRequestSchema.extend({ dry_run: z.boolean().optional() });
export type PlanRequest = z.infer<typeof planRequestSchema>;

export const planSurfaceSchema = z.enum([
  'files',
  'routes',
  'pages',
  'blocks',
  'nav',
  'dbt',
  'schedules',
  'settings',
  'texts',
  'data',
]);
export type PlanSurface = z.infer<typeof planSurfaceSchema>;

export const planChangeSchema = z.object({
  surface: planSurfaceSchema,
  change: z.enum(['added', 'changed', 'removed', 'kept']),
  name: z.string(),
  /** In words: the permission of a route, the number of rows that go. */
  detail: z.string().nullable(),
});
export type PlanChange = z.infer<typeof planChangeSchema>;

export const planApprovalSchema = z.object({
  kind: z.enum(['permission', 'public_route', 'removal', 'data_loss']),
  name: z.string(),
  /** Why somebody has to agree. */
  reason: z.string(),
});
export type PlanApproval = z.infer<typeof planApprovalSchema>;

export const planMigrationSchema = z.object({
  file: z.string(),
  sql: z.string(),
  direction: z.enum(['up', 'down']),
});

export const planVersionSchema = z.object({ version: z.string(), generation: z.string() });

/** What a step would do, on every surface; computed without writing anything. */
export const pluginPlanSchema = z.object({
  /** Names exactly this plan: confirming another one is refused. */
  id: z.string(),
  step: pluginStepSchema,
  plugin: z.string(),
  display_name: z.string(),
  source: pluginSourceSchema,
  from: planVersionSchema.nullable(),
  to: planVersionSchema.nullable(),
  /** The organisation of `enable` and `disable`. */
  org: z.string().nullable(),
  data: z.enum(['keep', 'purge']).nullable(),
  changes: z.array(planChangeSchema),
  migrations: z.array(planMigrationSchema),
  /** What happens to names of the catalogue. */
  permissions: z.array(permissionChangeSchema),
  /** Seeded groups and their grants, per organisation. */
  seeds: z.array(seedChangeSchema),
  /** People whose effective permissions change. */
  access: z.array(accessChangeSchema),
  /** Confirming the plan agrees to these. */
  approvals: z.array(planApprovalSchema),
  /** Each keeps the step from being taken. */
  blockers: z.array(diagnosticSchema),
  warnings: z.array(diagnosticSchema),
});
export type PluginPlan = z.infer<typeof pluginPlanSchema>;

/** A step that was taken, or that failed. */
export const stepRecordSchema = z.object({
  id: z.string(),
  at: timeSchema,
  step: pluginStepSchema,
  plugin: z.string(),
  actor: z.string(),
  from_version: z.string().nullable(),
  to_version: z.string().nullable(),
  org: z.string().nullable(),
  outcome: z.enum(['done', 'failed', 'rolled_back']),
  /** Why it failed, or why it was rolled back by itself. */
  reason: z.string().nullable(),
});
export type StepRecord = z.infer<typeof stepRecordSchema>;

export const generationSchema = planVersionSchema.extend({
  at: timeSchema,
  /** Whether it is the one that runs. */
  active: z.boolean(),
});
/** A version that can run again. */
export type PluginGeneration = z.infer<typeof generationSchema>;

const errors = [
  'HF_PLUGIN_UNKNOWN',
  'HF_PLUGIN_BUSY',
  'HF_PLUGIN_LOCKED',
  'HF_PLUGIN_PLAN_OUTDATED',
  'HF_PLUGIN_STEP_BLOCKED',
  'HF_PLUGIN_STEP_FAILED',
] as const;

export const lifeCycleApi = defineApi({
  upload: {
    method: 'POST',
    path: '/api/plugins/uploads',
    access: 'superadmin',
    summary: 'Send a plugin as a .tgz (application/gzip); the answer names it for a plan.',
    query: z.object({ checksum: z.string().max(200).optional() }),
    input: 'raw',
    output: z.object({ upload: z.uuid(), plugin: z.string(), version: z.string(), generation: z.string() }),
  },
  plan: {
    method: 'POST',
    path: '/api/plugins/plan',
    access: 'org.admin',
    summary: 'What a step would do; nothing is written. Steps for the whole platform are a superadmin’s.',
    body: planRequestSchema,
    output: pluginPlanSchema,
    errors: ['HF_PLUGIN_UNKNOWN', 'HF_PLUGIN_STEP_IMPOSSIBLE'],
  },
  apply: {
    method: 'POST',
    path: '/api/plugins/steps',
    access: 'org.admin',
    summary: 'Take a step. With the id of a plan exactly that plan is carried out, or nothing.',
    body: stepRequestSchema.extend({ plan_id: z.string().max(64).optional() }),
    output: z.object({ plan: pluginPlanSchema, record: stepRecordSchema }),
    errors,
  },
  history: {
    method: 'GET',
    path: '/api/plugins/:slug/history',
    access: 'org.admin',
    summary: 'Versions of a plugin that can run again, and the steps that were taken.',
    params: z.object({ slug }),
    output: z.object({ generations: z.array(generationSchema), steps: z.array(stepRecordSchema) }),
    errors: ['HF_PLUGIN_UNKNOWN'],
  },
  discardUpload: {
    method: 'DELETE',
    path: '/api/plugins/uploads/:upload',
    access: 'superadmin',
    summary: 'Forget an upload that nobody wants installed.',
    params: z.object({ upload: z.uuid() }),
    output: emptySchema,
  },
});
