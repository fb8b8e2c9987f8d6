import { describe, expect, it } from 'vitest';
import { startFakePlatform } from '../../fake-platform.fixture.ts';
import { runProgram } from '../../run-program.fixture.ts';

const main = { id: '0b9a1a3e-0c1f-4b8e-9a57-b2b6c1a4a001', slug: 'main', name: 'Main' };
const versions = [2, 1].map((version) => ({
  version,
  is_current: version === 1,
  built_at: `2026-01-0${version}T00:00:00Z`,
  bytes: 2_500_000,
  run_id: null,
}));

async function startPlatform() {
  return startFakePlatform({
    'GET /api/orgs': { orgs: [main] },
    'GET /api/dbt/workspaces/sales/versions': { versions },
    'POST /api/dbt/workspaces/sales/rollback': { versions },
  });
}

describe('dbt rollback', () => {
  it('asks for one version and says which one readers see', async () => {
    const platform = await startPlatform();
    const env = { DATA_DIR: platform.dataDir };
    const run = await runProgram(['dbt', 'rollback', 'sales', '--to', '1'], { env });
    expect(run).toMatchObject({
      exitCode: 0,
      printed: "Readers of 'sales' see version 1, built at 2026-01-01T00:00:00Z.",
    });
    expect(JSON.parse(platform.seen.at(-1)?.body ?? '')).toEqual({ version: 1 });
    await runProgram(['dbt', 'rollback', 'sales'], { env });
    expect(JSON.parse(platform.seen.at(-1)?.body ?? '')).toEqual({});
  });

  it('only lists with --list, and refuses what is no number', async () => {
    const platform = await startPlatform();
    const env = { DATA_DIR: platform.dataDir };
    const run = await runProgram(['dbt', 'rollback', 'sales', '--list'], { env });
    expect(run.printed).toMatch(/1 +this one +2026-01-01T00:00:00Z +2\.5/);
    expect((await runProgram(['dbt', 'rollback', 'sales', '--to', '../1'], { env })).exitCode).not.toBe(0);
    expect(platform.seen.some(({ route }) => route.startsWith('POST'))).toBe(false);
  });
});
