import { accessApi } from '@honeyframe/contract/api';
import type { FastifyInstance } from 'fastify';
import type { AuditLog } from '../audit/index.ts';
import type { Queries } from '../database/index.ts';
import { bindApi, type Call } from '../http/index.ts';
import type { Orgs, Users } from '../orgs/index.ts';
import type { Access } from './access.ts';
import type { Groups } from './groups.ts';
import { listPermissionTypes } from './permission-catalogue.ts';

export interface AccessRoutesOptions {
  readonly queries: Queries;
  readonly access: Access;
  readonly groups: Groups;
  readonly users: Users;
  readonly orgs: Orgs;
  readonly auditLog: AuditLog;
}

interface Change {
  readonly action: string;
  readonly target_type: 'group' | 'user' | 'org';
  readonly target_id: string;
  readonly details?: Record<string, unknown>;
}

export function bindAccessRoutes(app: FastifyInstance, options: AccessRoutesOptions): void {
  const { queries, access, groups, users, orgs } = options;
  const record = createRecorder(options.auditLog);

  bindApi(app, accessApi, {
    listGroups: async (_, { org }) => ({ groups: await groups.list(org.id) }),
    permissionTypes: async () => ({ permission_types: await listPermissionTypes(queries) }),
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
      await record(call, {
        action: 'group.created',
        target_type: 'group',
        target_id: group.id,
        details: body,
      });
      return group;
    },
    updateGroup: async ({ params, body }, call) => {
      const group = await groups.update(call.org.id, params.id, body);
      await record(call, {
        action: 'group.updated',
        target_type: 'group',
        target_id: group.id,
        details: body,
      });
      return group;
    },
    deleteGroup: async ({ params }, call) => {
      const { id, name, grants } = await groups.remove(call.org.id, params.id);
      await record(call, {
        action: 'group.deleted',
        target_type: 'group',
        target_id: id,
        details: { name, grants },
      });
      return {};
    },
    addMember: async ({ params }, call) => {
      await groups.addMember(call.org.id, params.id, params.user_id);
      const details = { user_id: params.user_id };
      await record(call, {
        action: 'group.member_added',
        target_type: 'group',
        target_id: params.id,
        details,
      });
      return {};
    },
    removeMember: async ({ params }, call) => {
      await groups.removeMember(call.org.id, params.id, params.user_id);
      const details = { user_id: params.user_id };
      await record(call, {
        action: 'group.member_removed',
        target_type: 'group',
        target_id: params.id,
        details,
      });
      return {};
    },
    grant: async ({ params, body }, call) => {
      const group = await groups.grant(call.org.id, params.id, body, call.user.id);
      await record(call, {
        action: 'permission.granted',
        target_type: 'group',
        target_id: group.id,
        details: body,
      });
      return group;
    },
    revoke: async ({ params, body }, call) => {
      const group = await groups.revoke(call.org.id, params.id, body);
      await record(call, {
        action: 'permission.revoked',
        target_type: 'group',
        target_id: group.id,
        details: body,
      });
      return group;
    },
    listUsers: async (_, { org }) => ({ users: await users.list(org.id) }),
    createUser: async ({ body }, call) => {
      const created = await users.create(call.org.id, body);
      const details = { email: body.email };
      await record(call, {
        action: 'user.created',
        target_type: 'user',
        target_id: created.user.id,
        details,
      });
      return created;
    },
    resetPassword: async ({ params }, call) => {
      const password = await users.resetPassword(call.org.id, params.id, call.user.is_superadmin);
      await record(call, { action: 'user.password_reset', target_type: 'user', target_id: params.id });
      return { generated_password: password };
    },
    listOrgs: async () => ({ orgs: await orgs.list() }),
    createOrg: async ({ body }, call) => {
      const org = await orgs.create({ ...body, owner_id: call.user.id });
      await record(call, { action: 'org.created', target_type: 'org', target_id: org.id, details: body });
      return org;
    },
  });
}

function createRecorder(auditLog: AuditLog) {
  return (call: Call, change: Change) =>
    auditLog.record({
      ...change,
      org_id: call.caller.org?.id ?? null,
      actor: { id: call.user.id, name: call.user.email },
      request_id: call.request.id,
      ip: call.request.ip,
    });
}
