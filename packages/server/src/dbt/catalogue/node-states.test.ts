import { createTestDatabase } from '@honeyframe/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../database/index.ts';
import { NodeStates } from './node-states.ts';

const WORKSPACE = 'big';
const MODELS = 500;
const RUNS = 200;

/** A hundred thousand nodes of one organisation, and another one's that are newer. */
async function openFilled() {
  const { url, drop } = await createTestDatabase();
  const database = await openDatabase({ url, secretKey: Buffer.alloc(32, 1) });
  const queries = database.ownerQueries;
  const orgs = await queries
    .insertInto('orgs')
    .values(['acme', 'beta'].map((slug) => ({ slug, name: slug })))
    .returning('id')
    .execute();
  const [acme = '', beta = ''] = orgs.map(({ id }) => id);
  await sql`
    insert into dbt_runs (org_id, workspace, state, trigger, queued_at)
    select ${acme}::uuid, ${WORKSPACE}, 'success', 'manual', timestamptz '2026-01-01Z' + n * interval '1 hour'
    from generate_series(1, ${RUNS}) n
    union all select ${beta}::uuid, ${WORKSPACE}, 'error', 'manual', timestamptz '2026-06-01Z'`.execute(
    queries,
  );
  await sql`
    insert into dbt_run_nodes
      (run_id, unique_id, name, resource_type, state, position, org_id, workspace, queued_at)
    select run.id, 'model.big.m' || n, 'm' || n, 'model',
      case when run.org_id = ${beta}::uuid then 'error' when n % 2 = 0 then 'success' else 'unchanged' end,
      n, run.org_id, run.workspace, run.queued_at
    from dbt_runs run, generate_series(1, ${MODELS}) n
    -- The newest run of acme came to every second one alone.
    where run.queued_at <> timestamptz '2026-01-01Z' + ${RUNS} * interval '1 hour' or n % 2 = 0`.execute(
    queries,
  );
  await sql`analyze dbt_run_nodes`.execute(queries);
  const runs = await queries.selectFrom('dbt_runs').selectAll().orderBy('queued_at', 'desc').execute();
  const close = async () => {
    await database.close();
    await drop();
  };
  return {
    ...{ queries, close },
    states: new NodeStates(queries),
    acme,
    runs: runs.filter(({ org_id }) => org_id === acme),
  };
}

let filled: Awaited<ReturnType<typeof openFilled>>;
beforeAll(async () => {
  filled = await openFilled();
});
afterAll(() => filled?.close());

const keys = Array.from({ length: MODELS }, (_, n) => ({
  workspace: WORKSPACE,
  unique_id: `model.big.m${n + 1}`,
}));

it('finds the newest state of each node of one organisation among a hundred thousand, by the index', async () => {
  const { queries, states, acme, runs } = filled;
  const newest = await states.loadNewest(acme, keys);
  expect(newest.size).toBe(MODELS);
  expect(newest.get('big:model.big.m2')).toEqual({ state: 'success', run_id: runs[0]?.id });
  expect(newest.get('big:model.big.m1')).toEqual({ state: 'unchanged', run_id: runs[1]?.id });
  const plan = await sql<{ 'QUERY PLAN': string }>`explain ${states.askNewest(acme, keys)}`.execute(queries);
  const lines = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(lines).toContain('dbt_run_nodes_newest');
  expect(lines).not.toContain('Seq Scan on dbt_run_nodes');
});

it('knows nothing of nodes that never ran, and of none where none is asked for', async () => {
  const { states, acme } = filled;
  expect(await states.loadNewest(acme, [{ workspace: WORKSPACE, unique_id: 'model.big.new' }])).toEqual(
    new Map(),
  );
  expect(await states.loadNewest(acme, [{ workspace: 'other', unique_id: 'model.big.m1' }])).toEqual(
    new Map(),
  );
  expect(await states.loadNewest(acme, [])).toEqual(new Map());
});

it('lists the runs that came to a node, newest first', async () => {
  const { states, acme, runs } = filled;
  expect(await states.listRuns(acme, { workspace: WORKSPACE, unique_id: 'model.big.m1' }, 2)).toEqual([
    runs[1]?.id,
    runs[2]?.id,
  ]);
});
