import { type ApiTable, accessApi } from '@honeyframe/contract/api';
import type { FastifyInstance } from 'fastify';
import type { AuditLog } from '../audit/index.ts';
import type { Queries } from '../database/index.ts';
import { bindApi, type Call } from '../http/index.ts';
import type { Orgs } from '../orgs/index.ts';
import type { Access } from './access.ts';
import type { Groups } from './groups.ts';
import { describePermissions } from './insight/describe-permissions.ts';
import type { PluginDirectory } from './plugin-facts.ts';

export interface AccessRoutesOptions {
  readonly queries: Queries;
  readonly access: Access;
  readonly groups: Groups;
  readonly orgs: Orgs;
  readonly auditLog: AuditLog;
  readonly plugins: PluginDirectory;
  /** Every table of the platform: which of its routes answer by a permission. */
  readonly tables: readonly ApiTable[];
}

export function bindAccessRoutes(app: FastifyInstance, options: AccessRoutesOptions): void {
  const { queries, access, groups, orgs } = options;
  const recordGroup = createGroupRecorder(options.auditLog);

  bindApi(app, accessApi, {
    listGroups: async (_, { org }) => ({ groups: await groups.list(org.id) }),
    permissionTypes: async (_, { org }) => ({
      permission_types: await describePermissions({
        queries,
        orgId: org.id,
        plugins: options.plugins.list(org.id),
        tables: options.tables,
      }),
    }),
    myPermissions: async (_, { caller, user }) => ({
      is_superadmin: user.is_superadmin,
      permissions: (await access.load(caller)).list(),
    }),
    getGroup: async ({ params }, { org }) => ({
      ...(await groups.get(org.id, params.id)),
      members: await groups.members(org.id, params.id),
    }),
    createGroup: async ({ body }, call) => {
      const group = await groups.create(call.org.id, body);
      await recordGroup(call, 'group.created', group.id, body);
      return group;
    },
    updateGroup: async ({ params, body }, call) => {
      const group = await groups.update(call.org.id, params.id, body);
      await recordGroup(call, 'group.updated', group.id, body);
      return group;
    },
    deleteGroup: async ({ params }, call) => {
      const { id, name, grants } = await groups.remove(call.org.id, params.id);
      await recordGroup(call, 'group.deleted', id, { name, grants });
      return {};
    },
    addMember: async ({ params }, call) => {
      await groups.addMember(call.org.id, params.id, params.user_id);
      await recordGroup(call, 'group.member_added', params.id, { user_id: params.user_id });
      return {};
    },
    removeMember: async ({ params }, call) => {
      await groups.removeMember(call.org.id, params.id, params.user_id);
      await recordGroup(call, 'group.member_removed', params.id, { user_id: params.user_id });
      return {};
    },
    grant: async ({ params, body }, call) => {
      const group = await groups.grant(call.org.id, params.id, body, call.user.id);
      await recordGroup(call, 'permission.granted', group.id, body);
      return group;
    },
    revoke: async ({ params, body }, call) => {
      const group = await groups.revoke(call.org.id, params.id, body);
      await recordGroup(call, 'permission.revoked', group.id, body);
      return group;
    },
    listOrgs: async () => ({ orgs: await orgs.list() }),
    createOrg: async ({ body }, call) => {
      const org = await orgs.create({ ...body, owner_id: call.user.id });
      await options.auditLog.record({
        ...describeCaller(call),
        action: 'org.created',
        target_type: 'org',
        target_id: org.id,
        details: body,
        // Where it is its own affair: the organisation that the superadmin works in need not know of it.
        org_id: org.id,
      });
      return org;
    },
  });
}

/** Writes down what the caller did to a group. */
function createGroupRecorder(auditLog: AuditLog) {
  return (call: Call, action: string, target_id: string, details?: Record<string, unknown>) =>
    auditLog.record({
      ...describeCaller(call),
      action,
      target_type: 'group',
      target_id,
      ...(details && { details }),
      org_id: call.caller.org?.id ?? null,
    });
}

function describeCaller({ user, request }: Call) {
  return { actor: { id: user.id, name: user.email }, request_id: request.id, ip: request.ip };
}
