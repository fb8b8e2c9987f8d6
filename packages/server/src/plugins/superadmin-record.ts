import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import type { AuditLog } from '../audit/index.ts';
import type { Caller } from '../http/index.ts';

// A page makes a dozen requests: one line for each permission in five minutes tells as much as a line for each request.
const WINDOW_MS = 300_000;
const MAX_REMEMBERED = 10_000;

export interface SuperadminRecord {
  note(slug: string, caller: Caller, permission: string, request: FastifyRequest): void;
}

/** Records that a superadmin used a plugin's routes without holding the permission. */
export function createSuperadminRecord(auditLog: AuditLog, log: FastifyBaseLogger): SuperadminRecord {
  const noted = new Map<string, number>();
  return {
    note: (slug, caller, permission, request) => {
      const route = request.routeOptions.url ?? '';
      // Of a list one line tells enough; of single objects, a patient's record say, each one does.
      const path = route.includes(':') ? request.url.split('?', 1)[0] : route;
      const key = `${caller.user.id} ${caller.org?.id} ${slug} ${permission} ${route === path ? '' : path}`;
      const now = Date.now();
      if (now - (noted.get(key) ?? 0) < WINDOW_MS) return;
      if (noted.size >= MAX_REMEMBERED) noted.clear();
      noted.set(key, now);
      const event = {
        org_id: caller.org?.id ?? null,
        actor: { id: caller.user.id, name: caller.user.email },
        action: 'superadmin.entered',
        plugin: slug,
        target_type: 'permission',
        target_id: permission,
        details: { method: request.method, path },
        request_id: request.id,
        ip: request.ip,
      };
      auditLog.record(event).catch((error: unknown) => {
        noted.delete(key);
        log.error({ err: error }, 'the use of a plugin by a superadmin could not be recorded');
      });
    },
  };
}
