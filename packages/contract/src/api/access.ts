import { z } from 'zod';
import { orgSchema, userSchema } from './auth.ts';
import { defineApi } from './endpoint.ts';
import { emptySchema, idParams, idSchema } from './shapes.ts';

export const grantSchema = z.object({
  permission_type: z.string(),
  /** Null: organisation-wide. */
  target_id: z.string().nullable(),
  /** Who the grant comes from: the platform, a plugin's slug, or an administrator. */
  origin: z.string(),
});
export type Grant = z.infer<typeof grantSchema>;

export const groupSchema = z.object({
  id: idSchema,
  name: z.string(),
  description: z.string(),
  /** `system` for the platform's, a plugin's slug for a seeded one, null for the organisation's own. */
  owner: z.string().nullable(),
  system_key: z.string().nullable(),
  member_count: z.number().int(),
  grants: z.array(grantSchema),
});
export type Group = z.infer<typeof groupSchema>;

export const permissionTypeSchema = z.object({
  name: z.string(),
  /** `platform` or a plugin's slug. */
  owner: z.string(),
  description: z.string(),
  state: z.enum(['active', 'pending']),
  /** Plugins that use it with an administrator's approval, and those that wait for one. */
  shared_with: z.array(z.string()),
  requested_by: z.array(z.string()),
  /** Who holds it in this organisation; superadmins without a group are not counted. */
  groups: z.array(z.object({ id: idSchema, name: z.string(), scoped: z.boolean() })),
  people: z.number().int(),
  /** What answers by it: `GET /api/healthcare/patients`. */
  used_by_routes: z.array(z.string()),
  /** Pages and blocks, as `healthcare: Patient 360`. */
  used_by_pages: z.array(z.string()),
});
export type PermissionType = z.infer<typeof permissionTypeSchema>;

/** One object's id. Control characters would be invisible in every list, and PostgreSQL refuses some. */
export const targetIdSchema = z
  .string()
  .min(1)
  .max(200)
  .refine(
    (text) => text.trim() === text && !/\p{Cc}/u.test(text),
    'an object’s ID has no control characters and no blanks around it',
  );

const groupName = z.string().trim().min(1).max(80);
const memberParams = z.object({ id: idSchema, user_id: idSchema });
const grantBody = z.object({
  permission_type: z.string(),
  target_id: targetIdSchema.nullable().default(null),
});

export const accessApi = defineApi({
  listGroups: {
    method: 'GET',
    path: '/api/groups',
    access: 'org.admin',
    summary: 'Groups of the organisation with their grants.',
    output: z.object({ groups: z.array(groupSchema) }),
  },
  createGroup: {
    method: 'POST',
    path: '/api/groups',
    access: 'org.admin',
    summary: 'Create a group.',
    body: z.object({ name: groupName, description: z.string().max(500).default('') }),
    output: groupSchema,
    errors: ['HF_CORE_CONFLICT'],
  },
  permissionTypes: {
    method: 'GET',
    path: '/api/groups/permission-types',
    access: 'org.admin',
    summary: 'The catalogue of permissions: owner, who holds each here, and what answers by it.',
    output: z.object({ permission_types: z.array(permissionTypeSchema) }),
  },
  myPermissions: {
    method: 'GET',
    path: '/api/groups/me/permissions',
    access: 'member',
    summary: 'The own permissions in this organisation.',
    output: z.object({
      is_superadmin: z.boolean(),
      permissions: z.array(z.object({ permission_type: z.string(), target_id: z.string().nullable() })),
    }),
  },
  getGroup: {
    method: 'GET',
    path: '/api/groups/:id',
    access: 'org.admin',
    summary: 'One group with its members.',
    params: idParams,
    output: groupSchema.extend({ members: z.array(userSchema) }),
  },
  updateGroup: {
    method: 'PATCH',
    path: '/api/groups/:id',
    access: 'org.admin',
    summary: 'Rename or describe a group.',
    params: idParams,
    body: z.object({ name: groupName.optional(), description: z.string().max(500).optional() }),
    output: groupSchema,
    errors: ['HF_ACCESS_GROUP_PROTECTED', 'HF_CORE_CONFLICT'],
  },
  deleteGroup: {
    method: 'DELETE',
    path: '/api/groups/:id',
    access: 'org.admin',
    summary: 'Delete a group; a seeded one is not created again.',
    params: idParams,
    output: emptySchema,
    errors: ['HF_ACCESS_GROUP_PROTECTED'],
  },
  addMember: {
    method: 'PUT',
    path: '/api/groups/:id/members/:user_id',
    access: 'org.admin',
    summary: 'Add a member of the organisation to a group.',
    params: memberParams,
    output: emptySchema,
  },
  removeMember: {
    method: 'DELETE',
    path: '/api/groups/:id/members/:user_id',
    access: 'org.admin',
    summary: 'Take a member out of a group.',
    params: memberParams,
    output: emptySchema,
    errors: ['HF_ACCESS_LAST_ADMIN'],
  },
  grant: {
    method: 'POST',
    path: '/api/groups/:id/grants',
    access: 'org.admin',
    summary: 'Grant a permission to a group, organisation-wide or for one object.',
    params: idParams,
    body: grantBody,
    output: groupSchema,
    errors: ['HF_ACCESS_UNKNOWN_PERMISSION', 'HF_ACCESS_PERMISSION_PENDING'],
  },
  revoke: {
    method: 'POST',
    path: '/api/groups/:id/grants/revoke',
    access: 'org.admin',
    summary: 'Take a permission from a group.',
    params: idParams,
    body: grantBody,
    output: groupSchema,
    errors: ['HF_ACCESS_GROUP_PROTECTED'],
  },
  listOrgs: {
    method: 'GET',
    path: '/api/orgs',
    access: 'superadmin',
    summary: 'Every organisation of this platform.',
    output: z.object({ orgs: z.array(orgSchema) }),
  },
  createOrg: {
    method: 'POST',
    path: '/api/orgs',
    access: 'superadmin',
    summary: 'Create an organisation; installed plugins seed their groups into it.',
    body: z.object({
      slug: z.string().regex(/^[a-z][a-z0-9-]{0,48}$/),
      name: z.string().trim().min(1).max(100),
    }),
    output: orgSchema,
    errors: ['HF_CORE_CONFLICT'],
  },
});
