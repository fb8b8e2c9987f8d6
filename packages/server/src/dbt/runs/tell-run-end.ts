import { describeRunEnd } from './run-audit.ts';
import type { RunsOptions } from './runs-options.ts';
import { type RunRow, toRun } from './stores/index.ts';

export type TellRunEndOptions = Pick<RunsOptions, 'stores' | 'auditLog' | 'onEnded'>;

/**
 * Tells whoever waits for the ends of runs, and the audit log, how one ended. Whoever is told twice takes it for once:
 * a platform may be killed in between.
 */
export async function tellRunEnd(
  row: RunRow,
  { stores, auditLog, onEnded }: TellRunEndOptions,
): Promise<void> {
  const run = toRun(row);
  await onEnded(row.org_id, run);
  await stores.ends.markTold(run.id, async (transaction) => {
    await auditLog.record(describeRunEnd(row.org_id, run), transaction);
  });
}

/** Of what ended under a platform that was killed, or that lost its database, before it could tell. */
export async function tellUntoldEnds(options: TellRunEndOptions): Promise<void> {
  for (const { row, isOvertaken } of await options.stores.ends.listUntold())
    await tellRunEnd(row, isOvertaken ? { ...options, onEnded: async () => {} } : options);
}
