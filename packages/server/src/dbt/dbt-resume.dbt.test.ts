import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import { buildTiny, openTestDbt, readRows, registerTiny, waitForEnd } from './dbt.fixture.ts';

const admin = { id: null, name: 'admin@example.com' };
/** Fails until the table `mended` is there, which the end of the first run makes. */
const files = {
  'dbt_project.yml':
    "name: tiny\nversion: 1.0.0\nprofile: other\non-run-end: ['create table if not exists mended as select 1 as n']\n",
  'models/base.sql': "{{ config(materialized='table') }} select 1 as id",
  'models/base_more.sql': "{{ config(materialized='table') }} select id + 1 as id from {{ ref('base') }}",
  'models/log.sql':
    "{{ config(materialized='incremental') }} select id, current_timestamp as at from {{ ref('base') }}",
  'models/late.sql': "{{ config(materialized='table') }} select n from mended",
  'models/top.sql': "select b.id from {{ ref('base') }} b, {{ ref('late') }} l",
  'models/m.yml':
    'models: [{ name: base, columns: [{ name: id, data_tests: [unique] }] }, { name: top, columns: [{ name: id, data_tests: [not_null] }] }]\n',
};

it('resumes with dbt exactly the nodes that had not succeeded', async () => {
  const { dbt, warehouse, orgA, dataDir } = await openTestDbt({ bin: inject('pythonBin') });
  await registerTiny(dbt, files);
  await dbt.start();
  const failed = await buildTiny(dbt, orgA);
  expect(failed).toMatchObject({ state: 'error', error: { code: 'HF_DBT_BUILD_FAILED' } });
  const resumed = await waitForEnd(dbt, orgA, await dbt.runs.resume(orgA, failed.id, admin));
  expect(resumed).toMatchObject({ state: 'success', failed_count: 0 });
  const { nodes } = await dbt.runs.getWithNodes(orgA, resumed.id);
  expect(nodes.map(({ name, state }) => `${name} ${state}`).sort()).toEqual([
    'late success',
    'not_null_top_id pass',
    'top success',
  ]);
  const results = path.join(dataDir, 'dbt/runs', resumed.id, 'target/run_results.json');
  const { results: run } = JSON.parse(await readFile(results, 'utf8')) as {
    results: { unique_id: string }[];
  };
  // With the hook at the end; and nothing else.
  expect(run.filter(({ unique_id }) => !unique_id.startsWith('operation.'))).toHaveLength(3);
  expect(await readRows(warehouse, orgA, 'select count(*)::int as rows from tiny.log')).toEqual([
    { rows: 1 },
  ]);
  expect(await readRows(warehouse, orgA, 'select id from tiny.base_more')).toEqual([{ id: 2 }]);
});
