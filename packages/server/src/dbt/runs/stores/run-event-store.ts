import type { DbtNode, RunEvent } from '@honeyframe/contract/api';
import type { Selectable } from 'kysely';
import type { Queries, Tables } from '../../../database/index.ts';
import type { RunRow } from './run-row.ts';

/** A node with its place in the list of its run. */
export interface PositionedNode extends DbtNode {
  readonly position: number;
}

/** Whose run it is: each of its nodes says so too, for the newest state of a node. */
export type RunOrigin = Pick<RunRow, 'id' | 'org_id' | 'workspace' | 'queued_at'>;

/** The SQL of what happens in a run: its nodes as they stand, and its events in their order. */
export class RunEventStore {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  async saveNodes({ id, ...origin }: RunOrigin, nodes: readonly PositionedNode[]): Promise<void> {
    if (nodes.length === 0) return;
    await this.#queries
      .insertInto('dbt_run_nodes')
      .values(nodes.map(({ rows, ...node }) => ({ ...node, ...origin, run_id: id, row_count: rows })))
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
  async append(runId: string, events: readonly RunEvent[]): Promise<void> {
    if (events.length === 0) return;
    const rows = events.map((event) => ({
      run_id: runId,
      seq: event.seq,
      kind: event.kind,
      payload: JSON.stringify(event),
    }));
    await this.#queries
      .insertInto('dbt_run_events')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async list(runId: string, after: number, limit: number, kind?: RunEvent['kind']): Promise<RunEvent[]> {
    let events = this.#queries
      .selectFrom('dbt_run_events')
      .select('payload')
      .where('run_id', '=', runId)
      .where('seq', '>', after);
    if (kind) events = events.where('kind', '=', kind);
    const rows = await events.orderBy('seq').limit(limit).execute();
    // Written by `append`, from the same type.
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

function toNode(row: Selectable<Tables['dbt_run_nodes']>): DbtNode {
  const { run_id: _, position: __, org_id: ___, workspace: ____, queued_at: _____, row_count, ...node } = row;
  return {
    ...node,
    state: row.state as DbtNode['state'],
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
    rows: row_count === null ? null : Number(row_count),
  };
}
