import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import { buildTiny, openTestDbt, readRows, registerTiny, writeFiles } from './dbt.fixture.ts';
import { listProcessesIn } from './runner/processes.fixture.ts';

const MB = 1024 ** 2;
const bounds = { memory_bytes: 700 * MB, disk_bytes: 60 * MB };
const good = { 'models/one.sql': "{{ config(materialized='table') }} select 1 as id" };
const table = "{{ config(materialized='table') }}";

interface Glutton {
  readonly what: string;
  readonly sql: string;
  readonly code: string;
  readonly says: RegExp;
}

const gluttons: readonly Glutton[] = [
  {
    what: 'Jinja that eats memory',
    sql: `{% if execute %}{% set kept = [] %}
      {% for i in range(9999) %}{% do kept.append('x' * 10000000 ~ i) %}{% endfor %}{% endif %} select 1 as id`,
    code: 'HF_DBT_MEMORY',
    says: /700 MB of memory/,
  },
  {
    what: 'SQL that eats memory',
    sql: `${table} select list(range) as all_of_them from range(10000000000)`,
    code: 'HF_DBT_BUILD_FAILED',
    says: /Out of Memory/,
  },
  {
    what: 'a table that fills the disk',
    sql: `${table} select hash(range) as a, hash(range, 1) as b from range(10000000000)`,
    code: 'HF_DBT_DISK',
    says: /wrote \d+ MB/,
  },
  {
    what: 'words that fill the disk',
    sql: "{% if execute %}{% for i in range(99999) %}{{ log('x' * 1000000, info=true) }}{% endfor %}{% endif %} select 1 as id",
    code: 'HF_DBT_DISK',
    says: /wrote \d+ MB/,
  },
];

it('ends a run that takes more memory or disk than it may, and leaves what readers see as it was', async () => {
  const { dbt, warehouse, dataDir, orgA } = await openTestDbt({ bin: inject('pythonBin'), bounds });
  const { folder } = await registerTiny(dbt, good);
  await dbt.start();
  expect(await buildTiny(dbt, orgA)).toMatchObject({ state: 'success' });
  const published = await warehouse.files.current(orgA, 'tiny');
  for (const { what, sql, code, says } of gluttons) {
    await writeFiles(folder, { 'models/glutton.sql': sql });
    const { state, error } = await buildTiny(dbt, orgA, 'glutton');
    expect.soft({ state, code: error?.code }, `${what}: ${error?.message}`).toEqual({ state: 'error', code });
    expect.soft(error?.message, what).toMatch(says);
    expect.soft(await listProcessesIn(dataDir), what).toEqual([]);
    expect.soft(await warehouse.files.current(orgA, 'tiny'), what).toEqual(published);
  }
  expect(await readRows(warehouse, orgA, 'select id from tiny.one')).toEqual([{ id: 1 }]);
  const left = await readdir(path.join(dataDir, 'warehouse'), { recursive: true });
  expect(left.filter((name) => name.endsWith('.duckdb'))).toHaveLength(1);
  await rm(path.join(folder, 'models/glutton.sql'));
  expect(await buildTiny(dbt, orgA)).toMatchObject({ state: 'success' });
});
