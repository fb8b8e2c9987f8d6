import type { DbtCommandName, DbtNode, DbtRun, RunEvent, RunState } from '@honeyframe/contract/api';
import { type Selectable, sql } from 'kysely';
import type { Queries, Tables } from '../database/index.ts';
import { type BuiltNodes, loadBuiltNodes, saveBuiltNodes } from './changes/index.ts';
import { findNextRun, type RunLimits } from './runs/find-next-run.ts';
import type { RunInputs } from './runs/run-inputs.ts';
import type { Workspace } from './workspaces/index.ts';

export type RunRow = Selectable<Tables['dbt_runs']>;

/** States of a run whose process must be alive. */
export const activeStates: readonly RunState[] = ['parsing', 'running', 'publishing'];

/** A process that says nothing for so long is gone. */
const LEASE_SECONDS = 15;
const lease = sql<Date>`now() + make_interval(secs => ${LEASE_SECONDS})`;

export type RunError = NonNullable<DbtRun['error']>;

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

export interface ListRunsQuery {
  readonly org_id: string;
  readonly workspace?: string | undefined;
  readonly state?: RunState | undefined;
  readonly trigger?: string | undefined;
  readonly since?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** The SQL of workspaces and runs. Times of leases are the database's. */
export class DbtStore {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  async saveWorkspace(workspace: Workspace, message: string | null): Promise<void> {
    const { slug, owner, folder, state, staged } = workspace;
    const values = { owner, folder, state, message, content_hash: staged?.hash ?? null };
    await this.#queries
      .insertInto('dbt_workspaces')
      .values({ slug, ...values })
      .onConflict((conflict) => conflict.column('slug').doUpdateSet({ ...values, updated_at: sql`now()` }))
      .execute();
  }

  /** A queued run that would build the same is as good as a new one, and is returned instead. */
  async insertRun(run: NewRun): Promise<RunRow> {
    return await this.#queries.transaction().execute(async (transaction) => {
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
    });
  }

  /** Takes the run whose turn it is. */
  async claimRun(limits: RunLimits): Promise<RunRow | undefined> {
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

  async saveInputs(id: string, inputs: RunInputs): Promise<void> {
    const values = { inputs: JSON.stringify(inputs) };
    await this.#queries.updateTable('dbt_runs').set(values).where('id', '=', id).execute();
  }

  async loadBuilt(versionId: string | undefined): Promise<BuiltNodes> {
    return await loadBuiltNodes(this.#queries, versionId);
  }

  async saveBuilt(versionId: string, nodes: BuiltNodes): Promise<void> {
    await saveBuiltNodes(this.#queries, versionId, nodes);
  }

  /** Ends a run that is in one of these states; nothing when it is in none of them. */
  async finishRun(
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
  async listExpired(): Promise<RunRow[]> {
    return await this.#queries
      .selectFrom('dbt_runs')
      .selectAll()
      .where('state', 'in', activeStates)
      .where('lease_until', '<', sql<Date>`now()`)
      .execute();
  }

  /** Runs of a workspace that are not over, in every organisation. */
  async listUnfinished(workspace: string): Promise<RunRow[]> {
    return await this.#queries
      .selectFrom('dbt_runs')
      .selectAll()
      .where('workspace', '=', workspace)
      .where('finished_at', 'is', null)
      .execute();
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

  async findRun(orgId: string, id: string): Promise<RunRow | undefined> {
    return await this.#queries
      .selectFrom('dbt_runs')
      .selectAll()
      .where('org_id', '=', orgId)
      .where('id', '=', id)
      .executeTakeFirst();
  }

  async listRuns({ org_id, workspace, state, trigger, since, limit, offset }: ListRunsQuery) {
    let matching = this.#queries.selectFrom('dbt_runs').where('org_id', '=', org_id);
    if (workspace !== undefined) matching = matching.where('workspace', '=', workspace);
    if (state !== undefined) matching = matching.where('state', '=', state);
    if (trigger !== undefined) matching = matching.where('trigger', '=', trigger);
    if (since !== undefined) matching = matching.where('queued_at', '>=', new Date(since));
    const [rows, count] = await Promise.all([
      matching.selectAll().orderBy('queued_at', 'desc').orderBy('id').limit(limit).offset(offset).execute(),
      matching.select((eb) => eb.fn.countAll<string>().as('total')).executeTakeFirstOrThrow(),
    ]);
    return { rows: rows.map(toRun), total: Number(count.total) };
  }

  /** The newest run of each workspace of one organisation. */
  async listLastRuns(orgId: string): Promise<Map<string, DbtRun>> {
    const rows = await this.#queries
      .selectFrom('dbt_runs')
      .selectAll()
      .distinctOn('workspace')
      .where('org_id', '=', orgId)
      .orderBy('workspace')
      .orderBy('queued_at', 'desc')
      .execute();
    return new Map(rows.map((row) => [row.workspace, toRun(row)]));
  }

  /** Ids of the finished runs of a workspace but its newest, newest first. */
  async listOlderRuns(orgId: string, workspace: string, newest: number): Promise<string[]> {
    const rows = await this.#queries
      .selectFrom('dbt_runs')
      .select('id')
      .where('org_id', '=', orgId)
      .where('workspace', '=', workspace)
      .where('finished_at', 'is not', null)
      .orderBy('queued_at', 'desc')
      .offset(newest)
      .execute();
    return rows.map((row) => row.id);
  }

  /** With their nodes and events. */
  async deleteRuns(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#queries.deleteFrom('dbt_runs').where('id', 'in', ids).execute();
  }

  async saveNodes(runId: string, nodes: readonly PositionedNode[]): Promise<void> {
    if (nodes.length === 0) return;
    await this.#queries
      .insertInto('dbt_run_nodes')
      .values(nodes.map(({ rows, ...node }) => ({ ...node, run_id: runId, row_count: rows })))
      .onConflict((conflict) =>
        conflict.columns(['run_id', 'unique_id']).doUpdateSet((eb) => ({
          state: eb.ref('excluded.state'),
          started_at: eb.ref('excluded.started_at'),
          finished_at: eb.ref('excluded.finished_at'),
          seconds: eb.ref('excluded.seconds'),
          row_count: eb.ref('excluded.row_count'),
          message: eb.ref('excluded.message'),
        })),
      )
      .execute();
  }

  /** What was running when its process vanished did not succeed; what waited did not run. */
  async abandonNodes(runId: string): Promise<void> {
    const nodes = this.#queries.updateTable('dbt_run_nodes').where('run_id', '=', runId);
    await nodes.set({ state: 'error' }).where('state', '=', 'running').execute();
    await nodes.set({ state: 'skipped' }).where('state', '=', 'queued').execute();
  }

  async listNodes(runId: string): Promise<DbtNode[]> {
    const rows = await this.#queries
      .selectFrom('dbt_run_nodes')
      .selectAll()
      .where('run_id', '=', runId)
      .orderBy('position')
      .execute();
    return rows.map(toNode);
  }

  /** Whoever ended a run that its own process still wrote to came first. */
  async appendEvents(runId: string, events: readonly RunEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.#queries
      .insertInto('dbt_run_events')
      .values(
        events.map((event) => ({
          run_id: runId,
          seq: event.seq,
          kind: event.kind,
          payload: JSON.stringify(event),
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async listEvents(
    runId: string,
    after: number,
    limit: number,
    kind?: RunEvent['kind'],
  ): Promise<RunEvent[]> {
    let events = this.#queries
      .selectFrom('dbt_run_events')
      .select('payload')
      .where('run_id', '=', runId)
      .where('seq', '>', after);
    if (kind) events = events.where('kind', '=', kind);
    const rows = await events.orderBy('seq').limit(limit).execute();
    // Written by appendEvents, from the same type.
    return rows.map((row) => row.payload as unknown as RunEvent);
  }

  async lastSeq(runId: string): Promise<number> {
    const row = await this.#queries
      .selectFrom('dbt_run_events')
      .select((eb) => eb.fn.max('seq').as('seq'))
      .where('run_id', '=', runId)
      .executeTakeFirst();
    return row?.seq ?? 0;
  }
}

export interface PositionedNode extends DbtNode {
  readonly position: number;
}

async function lockRuns(transaction: Queries): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('honeyframe.dbt_runs'))`.execute(transaction);
}

export function toRun(row: RunRow): DbtRun {
  const { org_id: _, selection: __, lease_until: ___, cancel_requested: ____, inputs: _____, ...rest } = row;
  const { is_full: full, ...run } = rest;
  return {
    ...run,
    state: row.state as RunState,
    queued_at: row.queued_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
    error: row.error as RunError | null,
    full,
    command: row.command as DbtCommandName,
  };
}

function toNode(row: Selectable<Tables['dbt_run_nodes']>): DbtNode {
  const { run_id: _, position: __, row_count, ...node } = row;
  return {
    ...node,
    state: row.state as DbtNode['state'],
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
    rows: row_count === null ? null : Number(row_count),
  };
}
