import { PlatformError } from '@honeyframe/contract';
import { type Orphan as OrphanReport, orphansApi } from '@honeyframe/contract/api';
import type { Orphan } from '@honeyframe/host';
import type { FastifyInstance } from 'fastify';
import type { AuditLog } from '../../../audit/index.ts';
import { bindApi, type Call } from '../../../http/index.ts';
import type { PluginLocks } from '../plugin-locks.ts';
import { findOrphans, type OrphansOptions } from './orphans.ts';

export interface OrphanRoutesOptions extends OrphansOptions {
  readonly auditLog: AuditLog;
  readonly locks: PluginLocks;
  /** Whether every plugin has been started or given up: until then a copy that nobody uses may be about to be used. */
  readonly hasStarted: () => boolean;
}

export function bindOrphanRoutes(app: FastifyInstance, options: OrphanRoutesOptions): void {
  bindApi(app, orphansApi, {
    list: async () => ({ orphans: await describeAll(await findOrphans(options)) }),
    remove: async ({ body }, call) => {
      if (!options.hasStarted()) throw new PlatformError('HF_PLUGIN_STARTING', { plugin: '*' });
      // A step that is under way has things that nothing names yet.
      const unlock = options.locks.takeAll();
      try {
        const wanted = new Set(body.orphans.map(toKey));
        const found = (await findOrphans(options)).filter((orphan) => wanted.has(toKey(orphan)));
        return await removeAll(found, options, call);
      } finally {
        unlock();
      }
    },
  });
}

/** One after the other: each may count rows or walk through a folder. */
async function describeAll(orphans: readonly Orphan[]): Promise<OrphanReport[]> {
  const described: OrphanReport[] = [];
  for (const orphan of orphans) {
    const { kind, name, detail } = orphan;
    // What cannot be measured, a folder that is just going say, can be removed all the same.
    const size = (await orphan.measure?.().catch(() => null)) ?? null;
    described.push({ kind, name, detail, size });
  }
  return described;
}

async function removeAll(orphans: readonly Orphan[], { log, auditLog }: OrphanRoutesOptions, call: Call) {
  const removed: { kind: string; name: string }[] = [];
  const failed: { kind: string; name: string; reason: string }[] = [];
  for (const { kind, name, remove } of orphans) {
    try {
      await remove();
      removed.push({ kind, name });
    } catch (error) {
      log.error({ err: error, kind, name }, 'an orphan could not be removed');
      failed.push({ kind, name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  if (orphans.length > 0) await recordRemoval(auditLog, call, { removed, failed });
  return { removed, failed };
}

async function recordRemoval(
  auditLog: AuditLog,
  { caller, org, request }: Call,
  details: object,
): Promise<void> {
  await auditLog.record({
    org_id: org.id,
    actor: { id: caller.user.id, name: caller.user.email },
    action: 'orphans.removed',
    target_type: 'system',
    target_id: 'orphans',
    details: { ...details },
    request_id: request.id,
    ip: request.ip,
  });
}

function toKey({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return JSON.stringify([kind, name]);
}
