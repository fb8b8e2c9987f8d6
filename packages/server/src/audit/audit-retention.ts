import { sql } from 'kysely';
import type { Queries } from '../database/index.ts';
import { type AuditLog, platformActor } from './audit-log.ts';

export interface AuditRetentionOptions {
  /** As the owner role: nobody else may delete events. */
  readonly ownerQueries: Queries;
  readonly auditLog: AuditLog;
  /** Events older than this many days go. */
  readonly days: number;
  readonly log: {
    info(context: object, message: string): void;
    error(context: object, message: string): void;
  };
}

/** Rows of one transaction: few enough that nobody waits for it. */
const BATCH = 5000;
const HOUR_MS = 3_600_000;
const LAST_RUN = 'audit_retention_last_run';

/** Removes old events once a day, on one of the platforms of this database. Returns what stops it. */
export function startAuditRetention(options: AuditRetentionOptions): () => Promise<void> {
  const stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  const wake = () => {
    running = pruneOnceADay(options, stopping.signal).catch((error: unknown) =>
      options.log.error({ err: error }, 'old audit events could not be removed'),
    );
  };
  wake();
  // The day is the database's to tell; every hour one of the platforms asks whether it is over.
  const timer = setInterval(wake, HOUR_MS);
  return async () => {
    clearInterval(timer);
    stopping.abort();
    await running;
  };
}

async function pruneOnceADay(options: AuditRetentionOptions, signal: AbortSignal): Promise<void> {
  if (!(await claimDay(options.ownerQueries))) return;
  const removed = await pruneAuditLog(options, signal);
  if (removed > 0) options.log.info({ removed }, 'old audit events were removed');
}

/** Whether the last run was long enough ago; then this is the next one, and no other platform gets the same answer. */
export async function claimDay(queries: Queries): Promise<boolean> {
  const { rows } = await sql`
    insert into platform_settings (key, value) values (${LAST_RUN}, to_jsonb(now()))
    on conflict (key) do update set value = excluded.value
    where (platform_settings.value #>> '{}')::timestamptz <= now() - interval '1 day'
    returning key
  `.execute(queries);
  return rows.length > 0;
}

/** Removes what is too old, and records how many events went, in each organisation's own log. @returns how many. */
export async function pruneAuditLog(options: AuditRetentionOptions, signal?: AbortSignal): Promise<number> {
  const { ownerQueries, days } = options;
  const { rows } = await sql<{ until: Date }>`
    select now() - make_interval(days => ${days}) as until`.execute(ownerQueries);
  const until = rows[0]?.until;
  if (!until) return 0;
  let total = 0;
  for (;;) {
    const removed = await pruneBatch(options, until);
    total += removed;
    if (removed < BATCH || signal?.aborted) return total;
  }
}

/** The removal and its record are one: no event goes without a trace. */
function pruneBatch({ ownerQueries, auditLog, days }: AuditRetentionOptions, until: Date): Promise<number> {
  return ownerQueries.transaction().execute(async (trx) => {
    const { rows } = await sql<{ org_id: string | null; removed: number }>`
      with gone as (
        delete from audit_log where id in (select id from audit_log where at < ${until} limit ${BATCH})
        returning org_id
      )
      select org_id, count(*)::int as removed from gone group by org_id
    `.execute(trx);
    for (const { org_id, removed } of rows) {
      const details = { removed, until: until.toISOString(), retention_days: days };
      await auditLog.record({ org_id, actor: platformActor, action: 'audit.pruned', details }, trx);
    }
    return rows.reduce((sum, { removed }) => sum + removed, 0);
  });
}
