import type { RunState } from '@honeyframe/contract/api';
import { sql } from 'kysely';
import type { Queries } from '../../../database/index.ts';
import { findNextRun, type RunLimits } from './find-next-run.ts';
import { activeStates, type RunError, type RunRow } from './run-row.ts';

/** A process that says nothing for so long is gone. */
const LEASE_SECONDS = 15;
const lease = sql<Date>`now() + make_interval(secs => ${LEASE_SECONDS})`;

export interface NewRun {
  readonly org_id: string;
  readonly workspace: string;
  readonly trigger: string;
  readonly requested_by: string | null;
  readonly selection: string | null;
  readonly resumed_from?: string | null;
  readonly is_full?: boolean;
  readonly command?: string;
}

export interface RunProgress {
  readonly state: RunState;
  readonly node_count: number;
  readonly done_count: number;
  readonly failed_count: number;
}

/** A run whose process is gone. */
export interface ExpiredRun {
  readonly row: RunRow;
  /** Readers have what it built: only its end was not stored. */
  readonly hasPublished: boolean;
}

/** The SQL that moves a run from queued to its end; who holds it does so by a lease, in the database's time. */
export class RunQueueStore {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  /** A queued run that would build the same is as good as a new one, and is returned instead. */
  async insert(run: NewRun): Promise<RunRow> {
    return await this.#queries.transaction().execute((transaction) => insertRun(transaction, run));
  }

  /** Takes the run whose turn it is. */
  async claim(limits: RunLimits): Promise<RunRow | undefined> {
    return await this.#queries.transaction().execute(async (transaction) => {
      // Two processes must not both find a workspace free, nor a place in an organisation.
      await lockRuns(transaction);
      const id = await findNextRun(transaction, limits);
      if (id === undefined) return undefined;
      return await transaction
        .updateTable('dbt_runs')
        // The moment, not the transaction's begin, which was before it waited for the lock: whoever came last is last.
        .set({ state: 'parsing', started_at: sql`clock_timestamp()`, lease_until: lease })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
    });
  }

  /** Nothing when the run is no longer ours: another process thought us gone. */
  async renewLease(id: string): Promise<{ cancel_requested: boolean } | undefined> {
    return await this.#queries
      .updateTable('dbt_runs')
      .set({ lease_until: lease })
      .where('id', '=', id)
      .where('state', 'in', activeStates)
      .returning('cancel_requested')
      .executeTakeFirst();
  }

  /** False when the run was over already. */
  async saveProgress(id: string, progress: RunProgress): Promise<boolean> {
    const updated = await this.#queries
      .updateTable('dbt_runs')
      .set({ ...progress, lease_until: lease })
      .where('id', '=', id)
      .where('state', 'in', activeStates)
      .executeTakeFirst();
    return updated.numUpdatedRows > 0n;
  }

  /** Ends a run that is in one of these states; nothing when it is in none of them. */
  async finish(
    id: string,
    from: readonly RunState[],
    end: { readonly state: RunState; readonly error: RunError | null },
  ): Promise<RunRow | undefined> {
    return await this.#queries
      .updateTable('dbt_runs')
      .set({
        state: end.state,
        error: end.error ? JSON.stringify(end.error) : null,
        finished_at: sql`now()`,
        lease_until: null,
      })
      .where('id', '=', id)
      .where('state', 'in', from)
      .returningAll()
      .executeTakeFirst();
  }

  async requestCancel(orgId: string, id: string): Promise<void> {
    await this.#queries
      .updateTable('dbt_runs')
      .set({ cancel_requested: true })
      .where('org_id', '=', orgId)
      .where('id', '=', id)
      .where('finished_at', 'is', null)
      .execute();
  }

  /** Runs whose process has not been heard of within its lease. */
  async listExpired(): Promise<ExpiredRun[]> {
    const rows = await this.#queries
      .selectFrom('dbt_runs as run')
      .selectAll('run')
      .select(
        sql<boolean>`exists (select from warehouse_files file where file.org_id = run.org_id
          and file.details->>'run_id' = run.id::text)`.as('hasPublished'),
      )
      .where('state', 'in', activeStates)
      .where('lease_until', '<', sql<Date>`now()`)
      .execute();
    return rows.map(({ hasPublished, ...row }) => ({ row, hasPublished }));
  }

  async hasQueued(): Promise<boolean> {
    const found = await this.#queries
      .selectFrom('dbt_runs')
      .select('id')
      .where('state', '=', 'queued')
      .limit(1)
      .executeTakeFirst();
    return found !== undefined;
  }
}

/** The same as a part of somebody's transaction. */
export async function insertRun(transaction: Queries, run: NewRun): Promise<RunRow> {
  await lockRuns(transaction);
  const same = await transaction
    .selectFrom('dbt_runs')
    .selectAll()
    .where('state', '=', 'queued')
    .where('org_id', '=', run.org_id)
    .where('workspace', '=', run.workspace)
    .where(sql<boolean>`selection is not distinct from ${run.selection}`)
    .where(sql<boolean>`resumed_from is not distinct from ${run.resumed_from ?? null}`)
    .where('is_full', '=', run.is_full ?? false)
    .where('command', '=', run.command ?? 'build')
    .executeTakeFirst();
  if (same) return same;
  return await transaction
    .insertInto('dbt_runs')
    .values({ ...run, state: 'queued' })
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function lockRuns(transaction: Queries): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('honeyframe.dbt_runs'))`.execute(transaction);
}
