import path from 'node:path';
import { accessApi, type DbtRun, dbtApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform } from '@honeyframe/testkit';
import { writeFiles } from '@honeyframe/testkit/files';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createStubFrontend } from './isolation/isolation-plugins.fixture.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({
    env: { HONEYFRAME_PYTHON: '/none' },
    frontend: () => createStubFrontend(),
  });
});
afterAll(() => platform.stop());

/** Puts a plugin with one model where customers put theirs; the running platform takes it up. */
async function drop(slug: string): Promise<void> {
  await writeFiles(path.join(platform.dataDir, 'plugins', slug), {
    'plugin.yaml': `name: ${slug}\nversion: 1.0.0\ndbt_workspace: dbt/\n`,
    'dbt/dbt_project.yml': `name: ${slug}\nversion: 1.0.0\nprofile: honeyframe\n`,
    'dbt/models/one.sql': 'select 1 as id',
  });
}

async function builds(workspace: string, org?: string): Promise<Pick<DbtRun, 'trigger'>[]> {
  const response = await platform.admin.fetch(`/api/dbt/runs?workspace=${workspace}`, {
    headers: org ? { 'x-org-id': org } : {},
  });
  const { rows } = dbtApi.listRuns.output.parse(await response.json());
  return rows.map(({ trigger }) => ({ trigger }));
}

it('builds what a plugin brings that is installed while the platform runs', async () => {
  await drop('clinic');
  await expect.poll(() => builds('clinic'), { timeout: 20_000 }).toEqual([{ trigger: 'install' }]);
});

it('builds what a plugin brings in an organisation that switches it on later', async () => {
  const { id } = await platform.admin.client(accessApi).createOrg({ body: { slug: 'beta', name: 'Beta' } });
  const set = async (step: string) => {
    const response = await platform.admin.fetch('/api/plugins/steps', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-org-id': id },
      body: JSON.stringify({ step, plugin: 'clinic' }),
    });
    expect(response.status).toBe(200);
  };
  await set('disable');
  expect(await builds('clinic', id)).toEqual([]);
  await set('enable');
  await expect.poll(() => builds('clinic', id), { timeout: 20_000 }).toEqual([{ trigger: 'install' }]);
});
