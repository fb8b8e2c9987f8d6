import type { DbtRun, RunState } from '@honeyframe/contract/api';
import type { Queries } from '../../../database/index.ts';
import type { RunInputs } from '../run-inputs.ts';
import { type RunRow, toRun } from './run-row.ts';

export interface ListRunsQuery {
  readonly org_id: string;
  readonly workspace?: string | undefined;
  readonly state?: RunState | undefined;
  readonly trigger?: string | undefined;
  readonly since?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** The SQL of runs as records: found, listed, kept and forgotten. */
export class RunStore {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  async find(orgId: string, id: string): Promise<RunRow | undefined> {
    return await this.#queries
      .selectFrom('dbt_runs')
      .selectAll()
      .where('org_id', '=', orgId)
      .where('id', '=', id)
      .executeTakeFirst();
  }

  async list({ org_id, workspace, state, trigger, since, limit, offset }: ListRunsQuery) {
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
  async listLast(orgId: string): Promise<Map<string, DbtRun>> {
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

  /** Runs of a workspace that are not over, in every organisation. */
  async listUnfinished(workspace: string): Promise<RunRow[]> {
    return await this.#queries
      .selectFrom('dbt_runs')
      .selectAll()
      .where('workspace', '=', workspace)
      .where('finished_at', 'is', null)
      .execute();
  }

  /** Ids of the finished runs of a workspace but its newest, newest first. */
  async listOlder(orgId: string, workspace: string, newest: number): Promise<string[]> {
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

  /** Those of these ids that are runs of one organisation. */
  async listOwn(orgId: string, ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const rows = await this.#queries
      .selectFrom('dbt_runs')
      .select('id')
      .where('org_id', '=', orgId)
      .where('id', 'in', ids)
      .execute();
    return rows.map((row) => row.id);
  }

  async saveInputs(id: string, inputs: RunInputs): Promise<void> {
    const values = { inputs: JSON.stringify(inputs) };
    await this.#queries.updateTable('dbt_runs').set(values).where('id', '=', id).execute();
  }

  /** With their nodes and events. */
  async delete(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#queries.deleteFrom('dbt_runs').where('id', 'in', ids).execute();
  }
}
