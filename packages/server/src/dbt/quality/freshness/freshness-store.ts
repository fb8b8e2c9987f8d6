import type { SourceFreshness, WarehouseKind } from '@honeyframe/contract/api';
import type { Selectable } from 'kysely';
import type { Queries, Tables } from '../../../database/index.ts';

export type FreshnessRow = Selectable<Tables['dbt_source_freshness']>;

/** What readers see under one name: a version of a file, or what was built in the organisation's PostgreSQL. */
export interface CurrentTables {
  /** Another one once they have changed. */
  readonly id: string;
  readonly kind: WarehouseKind;
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

  /** Of every organisation. Files of workspaces stay where one builds in PostgreSQL, and nobody reads them. */
  async listCurrent(): Promise<CurrentTables[]> {
    const files = await this.#queries
      .selectFrom('warehouse_files')
      .select(['id', 'org_id', 'name', 'created_at as built_at'])
      .where('is_current', '=', true)
      .where(({ eb, or, not, exists }) =>
        or([
          eb('kind', '=', 'source'),
          not(
            exists(
              eb
                .selectFrom('warehouse_connections')
                .select('url')
                .whereRef('warehouse_connections.org_id', '=', 'warehouse_files.org_id'),
            ),
          ),
        ]),
      )
      .execute();
    return [
      ...files.map((file) => toCurrent('duckdb', file)),
      ...(await this.#listBuilt()).map((build) => toCurrent('postgres', build)),
    ];
  }

  async #listBuilt() {
    return await this.#queries
      .selectFrom('warehouse_builds')
      .innerJoin('warehouse_connections', (join) =>
        join
          .onRef('warehouse_connections.org_id', '=', 'warehouse_builds.org_id')
          .onRef('warehouse_connections.database_id', '=', 'warehouse_builds.database_id'),
      )
      .select(['built_run_id as id', 'warehouse_builds.org_id', 'name', 'built_at'])
      .where('built_at', 'is not', null)
      .execute();
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

function toCurrent(
  kind: WarehouseKind,
  found: { readonly id: string | null; org_id: string; name: string; built_at: Date | null },
): CurrentTables {
  const { id, built_at, ...rest } = found;
  return { ...rest, kind, id: id ?? '', built_at: built_at?.toISOString() ?? '' };
}

export function toFreshness(row: FreshnessRow): SourceFreshness {
  const { org_id: _, version_id: __, measure: ___, checked_at: ____, data_as_of, ...rest } = row;
  return { ...rest, data_as_of: data_as_of?.toISOString() ?? null };
}
