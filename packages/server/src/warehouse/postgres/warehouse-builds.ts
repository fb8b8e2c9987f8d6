import type { Queries } from '../../database/index.ts';

/** What was built in an organisation's database under one name. */
export interface WarehouseBuild {
  readonly name: string;
  /** The last run that began there; while it differs from the other, tables may be half of one run. */
  readonly run_id: string;
  readonly built_run_id: string | null;
  readonly built_at: Date | null;
}

/** One workspace's place in an organisation's database. */
export interface BuildPlace {
  readonly orgId: string;
  readonly databaseId: string;
  readonly name: string;
}

/** The rows of `warehouse_builds`: builds in place have no versions, so this is all that is known of them. */
export class WarehouseBuilds {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  /** Of the database that the organisation builds in now; none where it builds in files. */
  async list(orgId: string): Promise<WarehouseBuild[]> {
    return await this.#queries
      .selectFrom('warehouse_builds')
      .innerJoin('warehouse_connections', (join) =>
        join
          .onRef('warehouse_connections.org_id', '=', 'warehouse_builds.org_id')
          .onRef('warehouse_connections.database_id', '=', 'warehouse_builds.database_id'),
      )
      .select(['name', 'run_id', 'built_run_id', 'built_at'])
      .where('warehouse_builds.org_id', '=', orgId)
      .execute();
  }

  async noteBegin({ orgId, databaseId, name }: BuildPlace, run_id: string): Promise<void> {
    await this.#queries
      .insertInto('warehouse_builds')
      .values({ org_id: orgId, database_id: databaseId, name, run_id })
      .onConflict((conflict) => conflict.columns(['org_id', 'database_id', 'name']).doUpdateSet({ run_id }))
      .execute();
  }

  async noteEnd({ orgId, databaseId, name }: BuildPlace, run_id: string): Promise<void> {
    await this.#queries
      .updateTable('warehouse_builds')
      .set({ built_run_id: run_id, built_at: new Date() })
      .where('org_id', '=', orgId)
      .where('database_id', '=', databaseId)
      .where('name', '=', name)
      .execute();
  }
}
