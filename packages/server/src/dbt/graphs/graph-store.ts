import { sql } from 'kysely';
import type { Queries } from '../../database/index.ts';
import { type WorkspaceGraph, workspaceGraphSchema } from './workspace-graph.ts';

export interface StoredGraph {
  readonly content_hash: string;
  readonly graph: WorkspaceGraph;
}

/** What was read of the last good version of each workspace. */
export class GraphStore {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  async findHash(workspace: string): Promise<string | undefined> {
    const row = await this.#queries
      .selectFrom('dbt_catalogue')
      .select('content_hash')
      .where('workspace', '=', workspace)
      .executeTakeFirst();
    return row?.content_hash;
  }

  /** Undefined also for one that another platform wrote in a way that this one does not know: it is read again. */
  async load(workspace: string): Promise<StoredGraph | undefined> {
    const row = await this.#queries
      .selectFrom('dbt_catalogue')
      .select(['content_hash', 'graph'])
      .where('workspace', '=', workspace)
      .executeTakeFirst();
    const graph = workspaceGraphSchema.safeParse(row?.graph).data;
    return row && graph && { content_hash: row.content_hash, graph };
  }

  async save(workspace: string, { content_hash, graph }: StoredGraph): Promise<void> {
    const values = { content_hash, graph: JSON.stringify(graph) };
    await this.#queries
      .insertInto('dbt_catalogue')
      .values({ workspace, ...values })
      .onConflict((conflict) =>
        conflict.column('workspace').doUpdateSet({ ...values, stored_at: sql`now()` }),
      )
      .execute();
  }
}
