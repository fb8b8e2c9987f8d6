import type { SourceFreshness } from '@honeyframe/contract/api';
import type { Selectable } from 'kysely';
import type { Queries, Tables } from '../../../database/index.ts';

export type FreshnessRow = Selectable<Tables['dbt_source_freshness']>;

/** The version of a file that readers see. */
export interface CurrentFile {
  readonly id: string;
  readonly org_id: string;
  readonly name: string;
  readonly built_at: string;
}

/** The SQL of how fresh sources are. */
export class FreshnessStore {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  async listOrgs(): Promise<string[]> {
    const rows = await this.#queries.selectFrom('orgs').select('id').execute();
    return rows.map(({ id }) => id);
  }

  /** Of every organisation. */
  async listCurrentFiles(): Promise<CurrentFile[]> {
    const rows = await this.#queries
      .selectFrom('warehouse_files')
      .select(['id', 'org_id', 'name', 'created_at'])
      .where('is_current', '=', true)
      .execute();
    return rows.map(({ created_at, ...file }) => ({ ...file, built_at: created_at.toISOString() }));
  }

  async listWorkspace(workspace: string): Promise<FreshnessRow[]> {
    return await this.#queries
      .selectFrom('dbt_source_freshness')
      .selectAll()
      .where('workspace', '=', workspace)
      .execute();
  }

  async list(orgId: string): Promise<FreshnessRow[]> {
    return await this.#queries
      .selectFrom('dbt_source_freshness')
      .selectAll()
      .where('org_id', '=', orgId)
      .orderBy('relation')
      .orderBy('workspace')
      .execute();
  }

  async save(row: Omit<FreshnessRow, 'checked_at'>): Promise<void> {
    const { org_id, workspace, unique_id, ...found } = row;
    const values = { ...found, checked_at: new Date() };
    await this.#queries
      .insertInto('dbt_source_freshness')
      .values({ org_id, workspace, unique_id, ...values })
      .onConflict((conflict) => conflict.columns(['org_id', 'workspace', 'unique_id']).doUpdateSet(values))
      .execute();
  }

  async delete({ org_id, workspace, unique_id }: FreshnessRow): Promise<void> {
    await this.#queries
      .deleteFrom('dbt_source_freshness')
      .where('org_id', '=', org_id)
      .where('workspace', '=', workspace)
      .where('unique_id', '=', unique_id)
      .execute();
  }
}

export function toFreshness(row: FreshnessRow): SourceFreshness {
  const { org_id: _, version_id: __, measure: ___, checked_at: ____, data_as_of, ...rest } = row;
  return { ...rest, data_as_of: data_as_of?.toISOString() ?? null };
}
