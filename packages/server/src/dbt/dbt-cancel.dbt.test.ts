import type { RunEvent } from '@honeyframe/contract/api';
import { expect, inject, it } from 'vitest';
import { buildTiny, openTestDbt, registerTiny, type TestDbt, waitForEnd } from './dbt.fixture.ts';
import { listProcessesIn } from './runner/processes.fixture.ts';

const admin = { id: '00000000-0000-4000-8000-000000000001', name: 'admin@example.com' };
/** Some minutes of work that no optimiser takes away. */
const endless = {
  'models/endless.sql':
    "{{ config(materialized='table') }} select max(hash(a.range * b.range)) as value from range(10000000) a, range(1000000) b",
};

/** Resolves at the first event that fits. */
async function waitFor(
  { dbt, orgA }: TestDbt,
  id: string,
  fits: (event: RunEvent) => boolean,
): Promise<void> {
  const signal = AbortSignal.timeout(60_000);
  for await (const event of await dbt.runs.follow(orgA, id, { after: 0, signal })) if (fits(event)) return;
  throw new Error('the run ended before');
}

async function startEndless(opened: TestDbt) {
  await registerTiny(opened.dbt, endless);
  await opened.dbt.start();
  const run = await opened.dbt.runs.requestRun({ orgId: opened.orgA, workspace: 'tiny', trigger: 'manual' });
  await waitFor(opened, run.id, (event) => event.kind === 'node' && event.node.state === 'running');
  return run;
}

it('cancels a build within two seconds and leaves no process', async () => {
  const opened = await openTestDbt({ bin: inject('pythonBin') });
  const { dbt, orgA, dataDir } = opened;
  const run = await startEndless(opened);
  expect(await listProcessesIn(dataDir)).toHaveLength(1);
  const began = performance.now();
  await dbt.runs.cancel(orgA, run.id, admin);
  const ended = await waitForEnd(dbt, orgA, run);
  expect(performance.now() - began).toBeLessThan(2000);
  expect(ended).toMatchObject({ state: 'cancelled', error: { code: 'HF_DBT_RUN_CANCELLED' } });
  expect(ended.error?.message).toContain(admin.name);
  // What somebody stopped did not fail.
  expect(ended.failed_count).toBe(0);
  const { nodes } = await dbt.runs.getWithNodes(orgA, run.id);
  expect(nodes.map(({ state, message }) => [state, message])).toEqual([
    ['skipped', 'The build was cancelled.'],
  ]);
  expect(await listProcessesIn(dataDir)).toEqual([]);
  await expect(dbt.runs.cancel(orgA, run.id, admin)).rejects.toMatchObject({ code: 'HF_DBT_RUN_OVER' });
});

it('ends as an error when dbt is killed, and the next run works', async () => {
  const opened = await openTestDbt({ bin: inject('pythonBin') });
  const { dbt, orgA, dataDir } = opened;
  const run = await startEndless(opened);
  for (const pid of await listProcessesIn(dataDir)) process.kill(pid, 'SIGKILL');
  const ended = await waitForEnd(dbt, orgA, run);
  expect(ended).toMatchObject({ state: 'error', error: { code: 'HF_DBT_CRASHED' } });
  const { nodes } = await dbt.runs.getWithNodes(orgA, run.id);
  expect(nodes.map((node) => node.state)).toEqual(['error']);
  await registerTiny(dbt, { 'models/one.sql': 'select 1 as id' });
  expect((await buildTiny(dbt, orgA)).state).toBe('success');
});

it('cancels its builds when the platform stops', async () => {
  const opened = await openTestDbt({ bin: inject('pythonBin') });
  const { dbt, orgA, dataDir } = opened;
  const run = await startEndless(opened);
  await dbt.close();
  expect(await listProcessesIn(dataDir)).toEqual([]);
  expect(await dbt.runs.get(orgA, run.id)).toMatchObject({
    state: 'cancelled',
    error: { code: 'HF_DBT_RUN_STOPPED' },
  });
});

it('stops a build that takes too long', async () => {
  const opened = await openTestDbt({ bin: inject('pythonBin'), timeoutSeconds: 20 });
  const run = await startEndless(opened);
  expect(await waitForEnd(opened.dbt, opened.orgA, run)).toMatchObject({
    state: 'error',
    error: { code: 'HF_DBT_TIMEOUT' },
  });
});
