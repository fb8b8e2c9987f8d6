import { Readable } from 'node:stream';
import { PlatformError } from '@honeyframe/contract';
import { type AuditFilters, auditApi } from '@honeyframe/contract/api';
import type { FastifyInstance } from 'fastify';
import { bindApi, type Call } from '../http/index.ts';
import { writeAuditCsv } from './audit-csv.ts';
import type { AuditLog } from './audit-log.ts';

export function bindAuditRoutes(app: FastifyInstance, auditLog: AuditLog): void {
  bindApi(app, auditApi, {
    list: ({ query: { scope, ...filters } }, call) =>
      auditLog.list({ ...filters, org_id: resolveScope(call, scope) }),
    get: async ({ params, query }, call) => {
      const event = await auditLog.find(resolveScope(call, query.scope), params.id);
      if (!event) throw new PlatformError('HF_CORE_NOT_FOUND', { what: `event ${params.id}` });
      return event;
    },
    facets: ({ query }, call) => auditLog.facets(resolveScope(call, query.scope)),
    export: async ({ query }, call) => {
      const { scope, ...filters } = query;
      const csv = writeAuditCsv(auditLog, { ...filters, org_id: resolveScope(call, scope) });
      // Read before the export is recorded: it lists what was there when it was asked for.
      const first = await csv.next();
      await recordExport(auditLog, query, call);
      const file = Readable.from(continueWith(first, csv), { objectMode: false });
      file.on('error', (error) =>
        call.log.error({ err: error }, 'an export of the audit log was broken off'),
      );
      void call.reply
        .header('content-disposition', `attachment; filename="${nameFile(query, call)}"`)
        .header('cache-control', 'no-store')
        .type('text/csv; charset=utf-8')
        .send(file);
      return undefined;
    },
  });
}

type Scope = AuditFilters['scope'];

/** The organisation whose events are meant; events of none are for superadmins. */
function resolveScope({ caller, org }: Call, scope: Scope): string | null {
  if (scope === 'org') return org.id;
  if (caller.user.is_superadmin) return null;
  throw new PlatformError('HF_ACCESS_DENIED', { permission: 'superadmin', target_id: null });
}

async function* continueWith(first: IteratorResult<string>, rest: AsyncGenerator<string>) {
  if (!first.done) yield first.value;
  yield* rest;
}

function recordExport(auditLog: AuditLog, query: AuditFilters, call: Call): Promise<void> {
  const { scope, ...filters } = query;
  return auditLog.record({
    org_id: resolveScope(call, scope),
    actor: { id: call.user.id, name: call.user.email },
    action: 'audit.exported',
    details: { filters },
    request_id: call.request.id,
    ip: call.request.ip,
  });
}

function nameFile({ scope }: AuditFilters, { org }: Call): string {
  const day = new Date().toISOString().slice(0, 10);
  return `activity-${scope === 'platform' ? 'platform' : org.slug}-${day}.csv`;
}
