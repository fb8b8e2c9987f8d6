import { rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import { buildTiny, openTestDbt, readRows, registerTiny, writeFiles } from './dbt.fixture.ts';

const good = {
  // No profile at all: the platform gives every run its own.
  'dbt_project.yml': 'name: tiny\nversion: 1.0.0\n',
  'models/one.sql': "{{ config(materialized='table') }} select 1 as id",
};

interface BadInput {
  readonly what: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly select?: string;
  readonly code: string;
  readonly says: RegExp;
}

const badInputs: readonly BadInput[] = [
  {
    what: 'a selection that fits nothing',
    select: 'no_such_model',
    code: 'HF_DBT_NOTHING_SELECTED',
    says: /no_such_model/,
  },
  {
    what: 'two models of one relation',
    files: { 'models/two.sql': "{{ config(alias='one') }} select 2 as id" },
    code: 'HF_DBT_PARSE_FAILED',
    says: /one.*two|two.*one/s,
  },
  {
    what: 'two models whose relations differ in case alone',
    files: { 'models/two.sql': "{{ config(alias='ONE', materialized='table') }} select 2 as id" },
    code: 'HF_DBT_BUILD_FAILED',
    says: /one/i,
  },
  {
    what: 'a project file that is none',
    files: { 'dbt_project.yml': '- a\n- list\n' },
    code: 'HF_DBT_WORKSPACE_REFUSED',
    says: /dbt_project\.yml/,
  },
  {
    what: 'a project file with a setting that dbt does not take',
    files: { 'dbt_project.yml': 'name: tiny\nversion: 1.0.0\nmodels: many\n' },
    code: 'HF_DBT_PARSE_FAILED',
    says: /models|many/,
  },
];

it('refuses bad input with a reason, and leaves what readers see as it was', async () => {
  const { dbt, warehouse, orgA } = await openTestDbt({ bin: inject('pythonBin') });
  const { folder } = await registerTiny(dbt, good);
  await dbt.start();
  expect(await buildTiny(dbt, orgA)).toMatchObject({ state: 'success' });
  const published = await warehouse.files.current(orgA, 'tiny');
  for (const { what, files = {}, select, code, says } of badInputs) {
    await writeFiles(folder, files);
    const { state, error } = await buildTiny(dbt, orgA, select);
    expect.soft({ state, code: error?.code }, `${what}: ${error?.message}`).toEqual({ state: 'error', code });
    expect.soft(error?.message, what).toMatch(says);
    expect.soft(await warehouse.files.current(orgA, 'tiny'), what).toEqual(published);
    for (const name of Object.keys(files)) await rm(path.join(folder, name));
    await writeFiles(folder, good);
  }
  expect(await readRows(warehouse, orgA, 'select id from tiny.one')).toEqual([{ id: 1 }]);
  expect(await buildTiny(dbt, orgA)).toMatchObject({ state: 'success' });
});
