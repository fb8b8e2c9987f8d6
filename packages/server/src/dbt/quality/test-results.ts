import { type FailingRows, failingRowsSchema, type TestResult } from '@honeyframe/contract/api';
import type { Queries } from '../../database/index.ts';

export interface NewTestResult {
  readonly unique_id: string;
  readonly name: string;
  readonly state: string;
  readonly failures: number | null;
  readonly failing_rows: FailingRows | null;
}

export interface ListTestResultsQuery {
  readonly org_id: string;
  readonly workspace?: string | undefined;
  readonly unique_id?: string | undefined;
  readonly limit: number;
}

/** How tests ended; they go with their run. */
export class TestResults {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  async save(
    run: { readonly id: string; readonly org_id: string; readonly workspace: string },
    results: readonly NewTestResult[],
  ): Promise<void> {
    if (results.length === 0) return;
    const { id: run_id, org_id, workspace } = run;
    const rows = results.map(({ failing_rows, ...result }) => ({
      ...{ run_id, org_id, workspace, ...result },
      failing_rows: failing_rows && JSON.stringify(failing_rows),
    }));
    await this.#queries
      .insertInto('dbt_test_results')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** Newest first. */
  async list({ org_id, workspace, unique_id, limit }: ListTestResultsQuery): Promise<TestResult[]> {
    let found = this.#queries
      .selectFrom('dbt_test_results')
      .select(['run_id', 'unique_id', 'name', 'workspace', 'state', 'failures', 'at'])
      .where('org_id', '=', org_id);
    if (workspace !== undefined) found = found.where('workspace', '=', workspace);
    if (unique_id !== undefined) found = found.where('unique_id', '=', unique_id);
    const rows = await found.orderBy('at', 'desc').orderBy('unique_id').limit(limit).execute();
    return rows.map((row) => ({
      ...row,
      state: row.state as TestResult['state'],
      at: row.at.toISOString(),
    }));
  }

  async findFailingRows(runId: string, uniqueId: string): Promise<FailingRows | null> {
    const row = await this.#queries
      .selectFrom('dbt_test_results')
      .select('failing_rows')
      .where('run_id', '=', runId)
      .where('unique_id', '=', uniqueId)
      .executeTakeFirst();
    return failingRowsSchema.safeParse(row?.failing_rows).data ?? null;
  }
}
