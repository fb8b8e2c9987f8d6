import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, it } from 'vitest';
import { MovableClock } from '../../../system/movable-clock.fixture.ts';
import { buildTiny, openTestDbt, publishSource, registerTiny } from '../../dbt.fixture.ts';

const clock = new MovableClock('2026-03-01T08:00:00Z');

const sources = `
sources:
  - name: raw
    database: raw
    schema: main
    config:
      freshness: { warn_after: { count: 1, period: hour }, error_after: { count: 2, period: hour } }
      loaded_at_query: select max(loaded) from {{ this }}
    tables:
      - name: people
      - name: places
        config: { loaded_at_field: loaded }
      - name: things
        config: { loaded_at_query: "select {{ dbt.current_timestamp() }}" }
`;
const tests = `
models: [{ name: one, columns: [{ name: id, data_tests: [unique] }] }]
unit_tests: [{ name: counts, model: one, given: [], expect: { rows: [{ id: 1 }] } }]
`;

it('asks what dbt’s own manifest says, and tells it in a form that dbt itself can read', async () => {
  const bin = inject('pythonBin');
  const { dbt, warehouse, orgA, dataDir } = await openTestDbt({ bin, clock });
  await registerTiny(dbt, {
    'models/one.sql': 'select 1 as id',
    ...{ 'models/one.yml': tests, 'models/sources.yml': sources },
  });
  const names = ['people', 'places', 'things'];
  const tables = names.map(
    (name) => `create table ${name} as select timestamp '2026-03-01 06:30:00' as loaded`,
  );
  await publishSource(warehouse, orgA, 'raw', ...tables);
  await dbt.start();
  await buildTiny(dbt, orgA);
  await dbt.quality.watch.check();
  const found = await dbt.quality.overview.describe(orgA);
  expect(found.sources.map(({ relation, measured_by, state }) => [relation, measured_by, state])).toEqual([
    ['raw.people', 'query', 'warn'],
    // A table's own field comes before the query of all.
    ['raw.places', 'field', 'warn'],
    ['raw.things', 'query', 'unmeasured'],
  ]);
  const { rows } = await dbt.quality.overview.listTests(orgA, { page: 1, page_size: 10 });
  expect(rows.map(({ name, kind, subject, state }) => [name, kind, subject, state])).toEqual([
    ['counts', 'unit_test', 'one', 'pass'],
    ['unique_one_id', 'unique', 'one', 'pass'],
  ]);
  const file = path.join(dataDir, 'sources.json');
  await writeFile(file, JSON.stringify(await dbt.quality.overview.describeSources(orgA, 'tiny')));
  const script =
    'import sys; from dbt.artifacts.schemas.freshness import FreshnessExecutionResultArtifact as A; print([r.status.value for r in A.read_and_check_versions(sys.argv[1]).results])';
  const { stdout } = await promisify(execFile)(path.join(bin, 'python'), ['-c', script, file]);
  expect(stdout.trim()).toBe("['warn', 'warn', 'runtime error']");
});

it('quarantines a workspace that names a field and a query in one place, in dbt’s words', async () => {
  const { dbt } = await openTestDbt({ bin: inject('pythonBin') });
  const registration = await registerTiny(dbt, {
    'models/one.sql': 'select 1 as id',
    'models/sources.yml': `
sources:
  - name: raw
    database: raw
    tables: [{ name: people, config: { loaded_at_field: loaded, loaded_at_query: select 1 }, loaded_at_field: loaded }]`,
  });
  const [error] = (await dbt.parseWorkspace(registration)) ?? [];
  expect(error?.message).toContain('Cannot specify both loaded_at_field and loaded_at_query');
});
