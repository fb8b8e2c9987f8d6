import { sql } from 'kysely';
import type { Queries } from '../../database/index.ts';
import type { Workspace } from './workspace.ts';

/** The SQL of what was last found out about each workspace. */
export class WorkspaceStore {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  async save(workspace: Workspace, message: string | null): Promise<void> {
    const { slug, owner, folder, state, staged } = workspace;
    const values = { owner, folder, state, message, content_hash: staged?.hash ?? null };
    await this.#queries
      .insertInto('dbt_workspaces')
      .values({ slug, ...values })
      .onConflict((conflict) => conflict.column('slug').doUpdateSet({ ...values, updated_at: sql`now()` }))
      .execute();
  }
}
