import { PlatformError } from '@honeyframe/contract';
import type { AuditEntry, RequestContext, Warehouse } from '@honeyframe/sdk/backend';
import type { FastifyRequest } from 'fastify';
import { type Access, isAllowed } from '../access/index.ts';
import type { AuditLog } from '../audit/index.ts';
import type { Database } from '../database/index.ts';
import type { RequestSettings } from '../settings/index.ts';
import { createPluginDatabase } from './plugin-database.ts';

export interface RequestContextOptions {
  readonly database: Database;
  readonly access: Access;
  readonly auditLog: AuditLog;
  readonly settings: RequestSettings;
  /** The tables that a plugin may read, for one organisation. */
  readonly openWarehouse: (slug: string, orgId: string) => Warehouse;
}

const DEFAULT_TRAIL = 100;

/** Makes `request.ctx` of a plugin's route; the gate has decided before. */
export function createRequestContext(
  options: RequestContextOptions,
  slug: string,
  request: FastifyRequest,
): RequestContext {
  const { caller } = request;
  const org = caller?.org;
  if (!caller || !org) throw new PlatformError('HF_AUTH_REQUIRED');
  const { auditLog, access } = options;
  const record = (entry: AuditEntry) =>
    auditLog.record({
      ...entry,
      org_id: org.id,
      actor: { id: caller.user.id, name: caller.user.email },
      plugin: slug,
      request_id: request.id,
      ip: request.ip,
    });
  return {
    user: caller.user,
    org,
    log: request.log,
    get warehouse() {
      return options.openWarehouse(slug, org.id);
    },
    get db() {
      return createPluginDatabase(options.database, slug, org.id);
    },
    get settings() {
      return options.settings.of(request);
    },
    audit: record,
    auditTrail: async ({ target_type, target_id, limit = DEFAULT_TRAIL }) => {
      const found = await auditLog.list({
        org_id: org.id,
        plugin: slug,
        target_type,
        target_id,
        limit,
      });
      return found.rows.map(({ at, actor, action, details }) => ({
        at,
        actor,
        action,
        target_type,
        target_id,
        details,
      }));
    },
    can: (permission, targetId) => {
      const grants = access.peek(caller);
      return grants !== undefined && isAllowed(caller, grants, permission, targetId);
    },
  };
}
