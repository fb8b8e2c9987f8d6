import { type FailingRows, failingRowsSchema, type TestResult } from '@honeyframe/contract/api';
import { sql } from 'kysely';
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

export interface LastResult {
  readonly workspace: string;
  readonly unique_id: string;
  readonly name: string;
  readonly state: TestResult['state'];
  readonly last_at: Date;
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
    await this.#queries.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('dbt_test_results')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await saveLast(transaction, { org_id, workspace }, results);
    });
  }

  /** The last result of each test of one organisation. */
  async listLast(orgId: string): Promise<LastResult[]> {
    const rows = await this.#queries
      .selectFrom('dbt_tests')
      .select(['workspace', 'unique_id', 'name', 'state', 'last_at'])
      .where('org_id', '=', orgId)
      .execute();
    return rows.map((row) => ({ ...row, state: row.state as TestResult['state'] }));
  }

  /** The newest results of each of these tests, oldest first. */
  async listNewest(
    orgId: string,
    tests: readonly Pick<LastResult, 'workspace' | 'unique_id'>[],
    limit: number,
  ): Promise<Map<string, TestResult[]>> {
    if (tests.length === 0) return new Map();
    const wanted = JSON.stringify(tests.map(({ workspace, unique_id }) => ({ workspace, unique_id })));
    const { rows } = await sql<Omit<TestResult, 'at'> & { at: Date }>`
      select r.* from jsonb_to_recordset(${wanted}::jsonb) as t(workspace text, unique_id text)
      cross join lateral (
        select run_id, unique_id, name, workspace, state, failures, at from dbt_test_results
        where org_id = ${orgId} and workspace = t.workspace and unique_id = t.unique_id
        order by at desc limit ${limit}) r
      order by r.at`.execute(this.#queries);
    const results = rows.map((row) => ({ ...row, at: row.at.toISOString() }));
    return Map.groupBy(results, (row) => `${row.workspace} ${row.unique_id}`);
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

async function saveLast(
  transaction: Queries,
  place: { readonly org_id: string; readonly workspace: string },
  results: readonly NewTestResult[],
): Promise<void> {
  const last_at = new Date();
  // In one order, so that two runs that end at once do not wait for each other in a circle.
  const ordered = [...results].sort((a, b) => (a.unique_id < b.unique_id ? -1 : 1));
  await transaction
    .insertInto('dbt_tests')
    .values(ordered.map(({ unique_id, name, state }) => ({ ...place, unique_id, name, state, last_at })))
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'workspace', 'unique_id']).doUpdateSet((eb) => ({
        name: eb.ref('excluded.name'),
        state: eb.ref('excluded.state'),
        last_at: eb.ref('excluded.last_at'),
      })),
    )
    .execute();
}
