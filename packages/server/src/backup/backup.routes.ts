import { Readable } from 'node:stream';
import { systemApi } from '@honeyframe/contract/api';
import type { FastifyInstance } from 'fastify';
import type { AuditLog } from '../audit/index.ts';
import { bindApi } from '../http/index.ts';
import { type CreateBackupOptions, createBackup } from './create-backup.ts';

export interface BackupRoutesOptions extends CreateBackupOptions {
  readonly auditLog: AuditLog;
}

/** Binds `/api/system`. A backup holds everything that the platform keeps secret, so that it was made is recorded. */
export function bindBackupRoutes(app: FastifyInstance, { auditLog, ...options }: BackupRoutesOptions): void {
  bindApi(app, systemApi, {
    createBackup: async (_input, { caller, request, reply, log }) => {
      await auditLog.record({
        org_id: null,
        actor: { id: caller.user.id, name: caller.user.email },
        action: 'platform.backed_up',
        request_id: request.id,
        ip: request.ip,
      });
      const archive = await startReading(createBackup(options));
      archive.on('error', (error) => log.error({ err: error }, 'a backup was broken off'));
      void reply.header('cache-control', 'no-store').type('application/x-tar').send(archive);
      return undefined;
    },
  });
}

/** Waits for the first bytes: a database that cannot be read is an answer with a reason, not half an archive. */
async function startReading(backup: AsyncGenerator<Buffer>): Promise<Readable> {
  const first = await backup.next();
  return Readable.from(
    (async function* () {
      if (!first.done) yield first.value;
      yield* backup;
    })(),
    { objectMode: false },
  );
}
