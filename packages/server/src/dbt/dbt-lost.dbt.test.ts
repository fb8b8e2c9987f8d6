import { expect, inject, it, onTestFinished } from 'vitest';
import { createWarehouse } from '../warehouse/index.ts';
import { collectEvents, openTestDbt, registerTiny } from './dbt.fixture.ts';
import { killPlatform } from './kill-platform.fixture.ts';
import { listProcessesIn } from './runner/processes.fixture.ts';

const admin = { id: null, name: 'admin@example.com' };
const files = {
  'models/done.sql': "{{ config(materialized='table') }} select 1 as id",
  'models/endless.sql':
    "{{ config(materialized='table') }} select max(hash(a.range * b.range)) as value from {{ ref('done') }}, range(10000000) a, range(1000000) b",
  'models/after.sql': "select * from {{ ref('endless') }}",
};

it('calls a run lost within its lease when the platform was killed, knows what it had done, and goes on there', async () => {
  const bin = inject('pythonBin');
  const { dbt, url, database, dataDir, orgA, openAnother } = await openTestDbt({ bin });
  const { folder } = await registerTiny(dbt, files);
  const id = await killPlatform([url, dataDir, bin, folder, orgA], async (run) => {
    const stateOf = async () => {
      const { nodes } = await dbt.runs.getWithNodes(orgA, run);
      return nodes.find(({ name }) => name === 'endless')?.state;
    };
    await expect.poll(stateOf, { timeout: 10_000 }).toBe('running');
  });
  const killed = performance.now();
  await expect.poll(() => listProcessesIn(dataDir), { timeout: 5000 }).toEqual([]);

  const warehouse = await createWarehouse({ queries: database.queries, dataDir });
  onTestFinished(() => warehouse.close());
  const restarted = await openAnother({ files: warehouse.files });
  await registerTiny(restarted, files);
  await restarted.start();
  const events = await collectEvents(restarted, orgA, id);
  // A lease of 15 s, looked for every 5 s.
  expect(performance.now() - killed).toBeLessThan(25_000);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.at(-1)).toMatchObject({ kind: 'end', run: { state: 'lost' } });
  const { nodes } = await restarted.runs.getWithNodes(orgA, id);
  expect(Object.fromEntries(nodes.map(({ name, state }) => [name, state]))).toEqual({
    done: 'success',
    endless: 'error',
    after: 'skipped',
  });

  const resumed = await restarted.runs.resume(orgA, id, admin);
  const signal = AbortSignal.timeout(60_000);
  const started: string[] = [];
  for await (const event of await restarted.runs.follow(orgA, resumed.id, { after: 0, signal })) {
    if (event.kind !== 'node' || event.node.state !== 'running') continue;
    started.push(event.node.name);
    await restarted.runs.cancel(orgA, resumed.id, admin);
    break;
  }
  expect(started).toEqual(['endless']);
});

it('shows each node within half a second of dbt’s own event', async () => {
  const { dbt, orgA } = await openTestDbt({ bin: inject('pythonBin') });
  const models = Array.from({ length: 8 }, (_, index) => [
    `models/m${index}.sql`,
    "{{ config(materialized='table') }} select sum(range) as n from range(1000000)",
  ]);
  await registerTiny(dbt, Object.fromEntries(models));
  await dbt.start();
  const run = await dbt.runs.requestRun({ orgId: orgA, workspace: 'tiny', trigger: 'manual' });
  const delays: number[] = [];
  const signal = AbortSignal.timeout(120_000);
  for await (const event of await dbt.runs.follow(orgA, run.id, { after: 0, signal })) {
    const at = event.kind === 'node' && (event.node.finished_at ?? event.node.started_at);
    if (at) delays.push(Date.now() - Date.parse(at));
  }
  expect(delays).toHaveLength(16);
  expect(Math.max(...delays)).toBeLessThan(500);
});
