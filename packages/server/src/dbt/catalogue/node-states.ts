import type { Dataset, TestResult } from '@honeyframe/contract/api';
import { sql } from 'kysely';
import type { Queries } from '../../database/index.ts';

/** A node of dbt, in a workspace. */
export interface NodeKey {
  readonly workspace: string;
  readonly unique_id: string;
}

export interface NodeState {
  readonly state: Dataset['state'];
  readonly run_id: string;
}

/** By `<workspace>:<unique id>`. */
export type ByNode<T> = ReadonlyMap<string, T>;

/** How nodes and tests of one organisation ended last. One look into an index a node. */
export class NodeStates {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  async loadNewest(orgId: string, keys: readonly NodeKey[]): Promise<ByNode<NodeState>> {
    if (keys.length === 0) return new Map();
    const { rows } = await this.askNewest(orgId, keys).execute(this.#queries);
    return new Map(rows.map(({ state, run_id, ...key }) => [toKey(key), { state, run_id }]));
  }

  /** The question of `loadNewest`. */
  askNewest(orgId: string, keys: readonly NodeKey[]) {
    return sql<NodeKey & NodeState>`
      select wanted.workspace, wanted.unique_id, newest.state, newest.run_id
      from ${wanted(keys)}
      cross join lateral (
        select node.state, node.run_id from dbt_run_nodes node
        where node.org_id = ${orgId} and node.workspace = wanted.workspace and node.unique_id = wanted.unique_id
        order by node.queued_at desc limit 1) newest`;
  }

  async loadTests(orgId: string, keys: readonly NodeKey[]): Promise<ByNode<TestResult>> {
    if (keys.length === 0) return new Map();
    const { rows } = await sql<Omit<TestResult, 'at'> & { at: Date }>`
      select newest.* from ${wanted(keys)}
      cross join lateral (
        select result.run_id, result.unique_id, result.name, result.workspace, result.state, result.failures, result.at
        from dbt_test_results result
        where result.org_id = ${orgId} and result.workspace = wanted.workspace
          and result.unique_id = wanted.unique_id
        order by result.at desc limit 1) newest`.execute(this.#queries);
    return new Map(rows.map((row) => [toKey(row), { ...row, at: row.at.toISOString() }]));
  }

  /** When the rows of each node in these published versions were built, by version id and then unique id. */
  async loadBuiltTimes(
    versionIds: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
    if (versionIds.length === 0) return new Map();
    const { rows } = await sql<{ version_id: string; unique_id: string; at: string }>`
      select version_id, node.key as unique_id, node.value ->> 'at' as at
      from dbt_built_versions, jsonb_each(nodes) node
      where version_id = any(${versionIds}::uuid[]) and node.key !~ '^(unit_)?test\\.'`.execute(
      this.#queries,
    );
    const versions = Map.groupBy(rows, ({ version_id }) => version_id);
    return new Map(
      [...versions].map(([id, nodes]) => [id, new Map(nodes.map(({ unique_id, at }) => [unique_id, at]))]),
    );
  }

  /** Runs that came to a node, newest first: those whose SQL may still be there. */
  async listRuns(orgId: string, { workspace, unique_id }: NodeKey, limit: number): Promise<string[]> {
    const rows = await this.#queries
      .selectFrom('dbt_run_nodes')
      .select('run_id')
      .where('org_id', '=', orgId)
      .where('workspace', '=', workspace)
      .where('unique_id', '=', unique_id)
      .orderBy('queued_at', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ run_id }) => run_id);
  }
}

export function toKey({ workspace, unique_id }: NodeKey): string {
  return `${workspace}:${unique_id}`;
}

function wanted(keys: readonly NodeKey[]) {
  const [workspaces, ids] = [keys.map(({ workspace }) => workspace), keys.map(({ unique_id }) => unique_id)];
  return sql`unnest(${workspaces}::text[], ${ids}::text[]) as wanted(workspace, unique_id)`;
}
