import { PlatformError } from '@honeyframe/contract';
import { type PermissionRequest, permissionsApi } from '@honeyframe/contract/api';
import type { FastifyInstance } from 'fastify';
import type { AuditLog } from '../audit/index.ts';
import type { Queries } from '../database/index.ts';
import { bindApi, type Call } from '../http/index.ts';
import { type Access, isAllowed } from './access.ts';
import { findAdministrators } from './group-store.ts';
import { describeMatrix } from './insight/describe-matrix.ts';
import { explain } from './insight/explain.ts';
import { reportRoutes } from './insight/report-routes.ts';
import type { PluginDirectory, PluginFacts } from './plugin-facts.ts';
import {
  type Decision,
  decideRequest,
  findRequests,
  type RequestRow,
} from './requests/permission-requests.ts';

export interface PermissionRoutesOptions {
  readonly queries: Queries;
  readonly access: Access;
  readonly auditLog: AuditLog;
  readonly plugins: PluginDirectory;
  /** Called after a decision about a plugin's request, before the answer: it must count from then on. */
  readonly onDecision: (plugin: string) => Promise<void>;
}

export function bindPermissionRoutes(app: FastifyInstance, options: PermissionRoutesOptions): void {
  const { queries, access, plugins } = options;
  bindApi(app, permissionsApi, {
    matrix: (_, { org }) => describeMatrix(queries, org.id, plugins.list(org.id)),
    administrators: async (_, { org }) => ({ administrators: await findAdministrators(queries, org.id) }),
    explain: async ({ query }, { caller, org }) => {
      const own = query.user_id === caller.user.id;
      if (!own && !isAllowed(caller, await access.load(caller), 'org.admin'))
        throw new PlatformError('HF_ACCESS_DENIED', { permission: 'org.admin', target_id: null });
      return explain(queries, {
        orgId: org.id,
        userId: query.user_id,
        permission: query.permission,
        targetId: query.target_id ?? null,
        plugins: plugins.list(org.id),
      });
    },
    routeReport: ({ params }, { org }) => {
      const plugin = plugins.find(params.slug, org.id);
      if (!plugin) throw new PlatformError('HF_CORE_NOT_FOUND', { what: `plugin ${params.slug}` });
      return reportRoutes(queries, org.id, plugin);
    },
    listRequests: async (_, { caller }) => {
      const known = plugins.list(caller.org?.id ?? '');
      return { requests: (await findRequests(queries)).flatMap((row) => describeRequest(row, known)) };
    },
    approveRequest: ({ body }, call) => decide(options, { ...body, state: 'approved' }, call),
    refuseRequest: ({ body }, call) => decide(options, { ...body, state: 'refused' }, call),
  });
}

/** A running plugin that no longer declares the name has no use for it; one whose folder is gone may come back. */
function describeRequest(row: RequestRow, plugins: readonly PluginFacts[]): PermissionRequest[] {
  const plugin = plugins.find(({ slug }) => slug === row.plugin);
  if (plugin && !plugin.declared.includes(row.permission)) return [];
  const asks = ({ permission }: { permission: string }) => permission === row.permission;
  return [
    {
      ...row,
      requested_at: row.requested_at.toISOString(),
      decided_at: row.decided_at?.toISOString() ?? null,
      routes: (plugin?.routes ?? []).filter(asks).map(({ method, path }) => `${method} ${path}`),
      groups: (plugin?.seed_groups ?? [])
        .filter(({ permissions }) => permissions.includes(row.permission))
        .map(({ name }) => name),
    },
  ];
}

async function decide(
  { queries, auditLog, onDecision }: PermissionRoutesOptions,
  { plugin, permission, state }: Omit<Decision, 'actorId'>,
  call: Call,
): Promise<Record<string, never>> {
  const changed = await decideRequest(queries, { plugin, permission, state, actorId: call.user.id });
  if (changed) {
    await onDecision(plugin);
    await auditLog.record({
      action: `permission.${state}`,
      target_type: 'permission',
      target_id: permission,
      plugin,
      org_id: call.caller.org?.id ?? null,
      actor: { id: call.user.id, name: call.user.email },
      request_id: call.request.id,
      ip: call.request.ip,
    });
  }
  return {};
}
