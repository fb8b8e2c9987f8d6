import path from 'node:path';
import { expect, inject, it } from 'vitest';
import { createWorkspaceFolder, openTestDbt } from '../dbt/dbt.fixture.ts';
import type { InstallablePlugin } from '../plugins/index.ts';
import { createDbtPoint } from './dbt.contribution.ts';

it("gives whoever reads a plan dbt's own words about a workspace, and attaches nothing", async () => {
  const { dbt } = await openTestDbt({ bin: inject('pythonBin') });
  const folder = await createWorkspaceFolder({ 'models/one.sql': "select * from {{ ref('nowhere') }}" });
  const manifest = { dbt_workspace: path.basename(folder), display_name: 'Tiny', requires: { plugins: {} } };
  const plugin = { slug: 'tiny', root: path.dirname(folder), manifest } as unknown as InstallablePlugin;
  const prepared = await createDbtPoint(dbt.workspaces).prepare(plugin);
  expect(prepared.diagnostics).toEqual([]);
  expect(await prepared.examine?.()).toMatchObject([
    { code: 'HF_DBT_PARSE_FAILED', message: expect.stringContaining('nowhere') },
  ]);
  expect(dbt.workspaces.list()).toEqual([]);
});
