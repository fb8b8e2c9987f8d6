import { z } from 'zod';
import { targetIdSchema } from './access.ts';
import { defineApi } from './endpoint.ts';
import { pluginRouteSchema } from './plugins.ts';
import { emptySchema, idSchema, timeSchema } from './shapes.ts';

/** A plugin that asks to use a permission which the platform or another plugin owns. */
export const permissionRequestSchema = z.object({
  permission: z.string(),
  plugin: z.string(),
  /** Who owns the name: `platform` or a plugin's slug. */
  owner: z.string(),
  state: z.enum(['pending', 'approved', 'refused']),
  requested_at: timeSchema,
  decided_at: timeSchema.nullable(),
  decided_by: z.string().nullable(),
  /** What answers by it once it is approved: `GET /api/billing/patients`. */
  routes: z.array(z.string()),
  /** Groups that the plugin seeds with it. */
  groups: z.array(z.string()),
});
export type PermissionRequest = z.infer<typeof permissionRequestSchema>;

export const matrixColumnSchema = z.object({
  permission: z.string(),
  /** The plugin under whose heading it stands: its owner, or the one that waits for it. */
  plugin: z.string(),
  description: z.string(),
  /** `pending`: the plugin waits for approval; until then nobody gets in by it there. */
  state: z.enum(['active', 'pending']),
  /** Plugins that use it with an administrator's approval. */
  shared_with: z.array(z.string()),
});
export type MatrixColumn = z.infer<typeof matrixColumnSchema>;

export const matrixRowSchema = z.object({
  id: idSchema,
  name: z.string(),
  owner: z.string().nullable(),
  system_key: z.string().nullable(),
  member_count: z.number().int(),
  /** Granted organisation-wide. */
  granted: z.array(z.string()),
  /** Granted for single objects. */
  scoped: z.array(z.object({ permission_type: z.string(), target_id: z.string() })),
  /** Grants that cannot be taken away, with the reason. */
  locked: z.array(z.object({ permission_type: z.string(), reason: z.string() })),
});
export type MatrixRow = z.infer<typeof matrixRowSchema>;

export const matrixSchema = z.object({
  /** In the order of their columns; `platform` first. */
  plugins: z.array(z.object({ slug: z.string(), display_name: z.string(), enabled: z.boolean() })),
  columns: z.array(matrixColumnSchema),
  groups: z.array(matrixRowSchema),
});
export type Matrix = z.infer<typeof matrixSchema>;

/** A group that grants a permission. */
export const grantPathSchema = z.object({
  group_id: idSchema,
  group: z.string(),
  /** Null: organisation-wide. */
  target_id: z.string().nullable(),
  origin: z.enum(['system', 'seed', 'admin']),
  granted_at: timeSchema,
  /** E-mail address of who granted it; null for the platform, a plugin, or an account that is gone. */
  granted_by: z.string().nullable(),
});
export type GrantPath = z.infer<typeof grantPathSchema>;

export const explanationSchema = z.object({
  user: z.object({ id: idSchema, email: z.string(), display_name: z.string() }),
  permission: z.string(),
  /** What it allows, in its owner's words; empty where nobody says. */
  description: z.string(),
  target_id: z.string().nullable(),
  owner: z.string(),
  allowed: z.boolean(),
  /** What decided; in this order of precedence. */
  reason: z.enum(['inactive', 'disabled', 'pending', 'superadmin', 'granted', 'other_targets', 'missing']),
  /** Through which groups, since when the person belongs to each, and who granted it. */
  through: z.array(grantPathSchema.extend({ member_since: timeSchema })),
  /** Grants of the person's groups that count for other objects only. */
  other_targets: z.array(z.string()),
  /** Groups whose members would be allowed. */
  offered_by: z.array(grantPathSchema),
  /** What answers by this permission: its owner and those that share it or wait for it. */
  plugins: z.array(
    z.object({
      slug: z.string(),
      display_name: z.string(),
      relation: z.enum(['owner', 'shares', 'waits']),
      enabled: z.boolean(),
      allowed: z.boolean(),
    }),
  ),
  /** Who can grant what is missing; empty when nothing is. */
  administrators: z.array(z.string()),
});
export type Explanation = z.infer<typeof explanationSchema>;

const holdersSchema = z.object({
  groups: z.array(z.object({ id: idSchema, name: z.string(), scoped: z.boolean() })),
  /** People who are let in; superadmins without a group are not counted. */
  people: z.number().int(),
});

/** Whether a permission can let anybody in: `undeclared` and `unknown` let nobody. */
const permissionStateSchema = z.enum(['active', 'pending', 'undeclared', 'unknown', 'members', 'public']);

export const routeReportSchema = z.object({
  plugin: z.string(),
  display_name: z.string(),
  enabled: z.boolean(),
  routes: z.array(
    pluginRouteSchema.extend({
      /** Where the object's id comes from, for grants of single objects: `params.id`. */
      target: z.string().nullable(),
      state: permissionStateSchema,
      ...holdersSchema.shape,
    }),
  ),
  pages: z.array(
    z.object({
      kind: z.enum(['page', 'block']),
      path: z.string(),
      title: z.string(),
      /** Null: open to holders of any of the plugin's permissions. */
      permission: z.string().nullable(),
      state: permissionStateSchema,
      ...holdersSchema.shape,
    }),
  ),
  /** Declared, and used by no route, page or block. */
  unused: z.array(z.string()),
  /** Used by a route, page or block, and let nobody in: not declared, not in the catalogue, or waiting. */
  dead: z.array(z.string()),
  /** Used, and held by no group of this organisation. */
  unheld: z.array(z.string()),
});
export type RouteReport = z.infer<typeof routeReportSchema>;

const decisionBody = z.object({ plugin: z.string().max(60), permission: z.string().max(100) });

export const permissionsApi = defineApi({
  matrix: {
    method: 'GET',
    path: '/api/access/matrix',
    access: 'org.admin',
    summary: 'Groups × permissions of the organisation, by plugin.',
    output: matrixSchema,
  },
  explain: {
    method: 'GET',
    path: '/api/access/explain',
    access: 'member',
    summary: 'Why somebody is allowed or refused; about others for administrators only.',
    query: z.object({
      user_id: idSchema,
      permission: z.string().max(100),
      target_id: targetIdSchema.optional(),
    }),
    output: explanationSchema,
    errors: ['HF_ACCESS_DENIED', 'HF_ACCESS_UNKNOWN_PERMISSION'],
  },
  administrators: {
    method: 'GET',
    path: '/api/access/administrators',
    access: 'member',
    summary: 'Who can grant permissions in this organisation.',
    output: z.object({ administrators: z.array(z.string()) }),
  },
  routeReport: {
    method: 'GET',
    path: '/api/plugins/:slug/route-report',
    access: 'org.admin',
    summary: "A plugin's routes and pages with who can use each, and permissions that are not used.",
    params: z.object({ slug: z.string().max(60) }),
    output: routeReportSchema,
  },
  listRequests: {
    method: 'GET',
    path: '/api/access/requests',
    access: 'superadmin',
    summary: 'Plugins that ask to use permissions of the platform or of other plugins.',
    output: z.object({ requests: z.array(permissionRequestSchema) }),
  },
  approveRequest: {
    method: 'POST',
    path: '/api/access/requests/approve',
    access: 'superadmin',
    summary: 'Let a plugin use a permission that it does not own; its groups are seeded with it.',
    body: decisionBody,
    output: emptySchema,
  },
  refuseRequest: {
    method: 'POST',
    path: '/api/access/requests/refuse',
    access: 'superadmin',
    summary: 'Refuse a permission to a plugin, or take an approval back with what was seeded by it.',
    body: decisionBody,
    output: emptySchema,
  },
});
