import { expect, it } from 'vitest';
import { openTestQuality } from './quality.fixture.ts';

const test = (name: string, more: object = {}) => ({
  unique_id: `test.tiny.${name}`,
  name,
  resource_type: 'test',
  attached_node: 'model.tiny.one',
  ...more,
});

type World = Awaited<ReturnType<typeof openTestQuality>>;

/** Results of one run of `tiny`, by the names of its tests. */
async function saveResults({ dbt, database, orgA }: World, states: Record<string, string>): Promise<string> {
  const run = { org_id: orgA, workspace: 'tiny', trigger: 'manual', state: 'success' };
  const { id } = await database.queries
    .insertInto('dbt_runs')
    .values(run)
    .returning('id')
    .executeTakeFirstOrThrow();
  const results = Object.entries(states).map(([name, state]) => ({
    ...{ unique_id: `test.tiny.${name}`, name, state },
    ...{ failures: state === 'fail' ? 3 : 0, failing_rows: null },
  }));
  await dbt.testResults.save({ id, org_id: orgA, workspace: 'tiny' }, results);
  return id;
}

const query = { page: 1, page_size: 2 };

it('lists tests with their last results, those that fail first, and not those that are given up', async () => {
  const metadata = { test_metadata: { name: 'unique' }, column_name: 'id' };
  const names = ['a', 'b', 'c', 'd'];
  const nodes = names.map((name) => test(name, name === 'b' ? metadata : {}));
  const world = await openTestQuality({ nodes });
  const { dbt, orgA, orgB } = world;
  const first = await saveResults(world, { a: 'pass', b: 'pass', c: 'warn', gone: 'fail' });
  const second = await saveResults(world, { a: 'pass', b: 'fail' });
  const { overview } = dbt.quality;
  const page = await overview.listTests(orgA, query);
  expect(page).toMatchObject({
    total: 4,
    rows: [
      { name: 'b', state: 'fail' },
      { name: 'c', state: 'warn' },
    ],
  });
  expect(page.rows[0]).toMatchObject({
    ...{ kind: 'unique', column: 'id', subject: 'one' },
    results: [
      { run_id: first, state: 'pass' },
      { run_id: second, state: 'fail', failures: 3 },
    ],
  });
  const rest = await overview.listTests(orgA, { ...query, page: 2 });
  expect(rest.rows.map(({ name, state }) => `${name} ${state}`)).toEqual(['d never', 'a pass']);
  expect((await overview.describe(orgA)).tests).toEqual({ passed: 1, warned: 1, failed: 1, never: 1 });
  expect((await overview.describe(orgB)).tests).toEqual({ passed: 0, warned: 0, failed: 0, never: 4 });
  expect((await overview.listTests(orgA, { ...query, search: 'ID one' })).total).toBe(1);
  expect((await overview.listTests(orgA, { ...query, state: 'pass' })).total).toBe(1);
});
