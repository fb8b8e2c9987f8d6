import { sql } from 'kysely';
import type { Queries } from '../../../database/index.ts';
import type { RunRow } from './run-row.ts';

/** A run that ended, of which nobody was told. */
export interface UntoldEnd {
  readonly row: RunRow;
  /** Another run of its workspace ended later, and was told: how things stand is known. */
  readonly isOvertaken: boolean;
}

/** The SQL of who has been told how runs ended. */
export class RunEndStore {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  /** Oldest first. */
  async listUntold(): Promise<UntoldEnd[]> {
    const rows = await this.#queries
      .selectFrom('dbt_runs as run')
      .selectAll('run')
      .select(
        sql<boolean>`exists (select from dbt_runs later where later.org_id = run.org_id
          and later.workspace = run.workspace and later.finished_at > run.finished_at
          and later.is_end_told and later.state <> 'cancelled')`.as('isOvertaken'),
      )
      .where('finished_at', 'is not', null)
      .where('is_end_told', '=', false)
      .orderBy('finished_at')
      .execute();
    return rows.map(({ isOvertaken, ...row }) => ({ row, isOvertaken }));
  }

  /** Does the work in the transaction that notes it as done; nothing when somebody else has. */
  async markTold(id: string, work: (transaction: Queries) => Promise<void>): Promise<void> {
    await this.#queries.transaction().execute(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('dbt_runs')
        .set({ is_end_told: true })
        .where('id', '=', id)
        .where('is_end_told', '=', false)
        .executeTakeFirst();
      if (numUpdatedRows > 0n) await work(transaction);
    });
  }
}
