import { describe, expect, it } from 'vitest';
import { startFakePlatform } from '../../fake-platform.fixture.ts';
import { runProgram } from '../../run-program.fixture.ts';

const main = { id: '0b9a1a3e-0c1f-4b8e-9a57-b2b6c1a4a001', slug: 'main', name: 'Main' };
const id = '0b9a1a3e-0c1f-4b8e-9a57-b2b6c1a4a002';
const nightly = {
  id,
  workspace: 'sales',
  origin: 'person',
  name: 'nightly',
  kind: 'cron',
  cron: '0 3 * * *',
  timezone: 'Europe/Berlin',
  every: null,
  on_success_of: null,
  on_import: null,
  select: 'tag:hot',
  misfire: 'skip',
  overlap: 'queue',
  full: true,
  expect_within: 90,
  enabled: true,
  is_changed: false,
  created_by: 'ann@example.org',
  next: [{ at: '2026-03-29T01:00:00.000Z', in_zone: '2026-03-29T03:00:00+02:00' }],
  last_firing: null,
};

async function start() {
  const platform = await startFakePlatform({
    'GET /api/orgs': { orgs: [main] },
    'GET /api/dbt/schedules': { schedules: [nightly] },
    'POST /api/dbt/schedules': nightly,
    [`PUT /api/dbt/schedules/${id}`]: nightly,
    [`POST /api/dbt/schedules/${id}/switch`]: { ...nightly, enabled: false },
    [`DELETE /api/dbt/schedules/${id}`]: {},
  });
  const run = (...words: string[]) =>
    runProgram(['dbt', 'schedule', ...words], { env: { DATA_DIR: platform.dataDir, TZ: 'UTC' } });
  const lastBody = () => JSON.parse(platform.seen.at(-1)?.body || '{}');
  return { platform, run, lastBody };
}

describe('dbt schedule', () => {
  it('lists schedules with when they fire, and shows the next times', async () => {
    const { run } = await start();
    expect((await run('list')).printed).toMatch(
      /nightly +sales +0 3 \* \* \* \(Europe\/Berlin\) +yes +2026-03-29T03:00:00\+02:00/,
    );
    expect((await run('next', 'nightly')).printed).toMatch(
      /EUROPE\/BERLIN +HERE\n2026-03-29T03:00:00\+02:00/,
    );
  });

  it('adds one that fires on the clock, at a distance, or after something', async () => {
    const { run, lastBody } = await start();
    const policies = { misfire: 'latest', overlap: 'queue', full: false, expect_within: null };
    const rest = { workspace: 'sales', name: 'n', ...policies };
    await run('add', 'sales', 'n', '--cron', '0 3 * * *', '--timezone', 'Europe/Berlin');
    expect(lastBody()).toEqual({ ...rest, kind: 'cron', cron: '0 3 * * *', timezone: 'Europe/Berlin' });
    await run('add', 'sales', 'n', '--every', '6h', '--overlap', 'skip', '--select', 'tag:hot');
    expect(lastBody()).toEqual({
      ...rest,
      kind: 'interval',
      every: '6h',
      overlap: 'skip',
      select: 'tag:hot',
    });
    await run('add', 'sales', 'n', '--after-success-of', 'platform');
    expect(lastBody()).toEqual({ ...rest, kind: 'on_success', on_success_of: 'platform' });
    await run('add', 'sales', 'n', '--after-import', 'raw');
    expect(lastBody()).toEqual({ ...rest, kind: 'on_import', on_import: 'raw' });
    expect((await run('add', 'sales', 'n', '--overlap', 'never')).exitCode).not.toBe(0);
  });

  it('changes what is named and leaves the rest', async () => {
    const { run, lastBody } = await start();
    await run('edit', 'nightly', '--overlap', 'cancel');
    expect(lastBody()).toEqual({
      ...{ workspace: 'sales', name: 'nightly', enabled: true, select: 'tag:hot' },
      ...{ kind: 'cron', cron: '0 3 * * *', timezone: 'Europe/Berlin', misfire: 'skip', overlap: 'cancel' },
      ...{ full: true, expect_within: 90 },
    });
    await run('edit', id, '--every', '30m', '--name', 'often');
    expect(lastBody()).toMatchObject({ kind: 'interval', every: '30m', name: 'often' });
    expect(lastBody()).not.toHaveProperty('cron');
    await run('edit', id, '--no-full', '--expect-within', '0');
    expect(lastBody()).toMatchObject({ full: false, expect_within: null });
  });

  it('switches, removes, and says which there are when the name fits none', async () => {
    const { run, platform, lastBody } = await start();
    expect((await run('disable', 'nightly')).printed).toContain("Switched off 'nightly'");
    expect(lastBody()).toEqual({ enabled: false });
    expect((await run('remove', 'nightly')).printed).toBe("Removed 'nightly'.");
    expect(platform.seen.at(-1)?.route).toBe(`DELETE /api/dbt/schedules/${id}`);
    const unknown = await run('remove', 'weekly');
    expect(unknown.exitCode).toBe(1);
    expect(JSON.stringify(unknown)).toContain("There is no schedule 'weekly' here");
  });
});
