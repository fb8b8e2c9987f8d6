import type { RunEvent } from '@honeyframe/contract/api';
import { expect, it } from 'vitest';
import { buildTiny, registerTiny, waitForEnd } from '../../../dbt.fixture.ts';
import { listProcessesIn } from '../../../runner/processes.fixture.ts';
import {
  admin,
  listBuildSessions,
  type OpenedOnPostgres,
  openOnPostgres,
  useWarehouseServer,
} from './postgres-organisation.fixture.ts';

const server = useWarehouseServer();

/** As long as an hour, and dbt cannot know. */
const sleeping = "{{ config(materialized='table') }} select pg_sleep(3600)::text as s";
const counting =
  "{{ config(materialized='table') }} select count(*) as n from generate_series(1, 10000) a cross join generate_series(1, 10000) b cross join generate_series(1, 10000) c";
/** Its second build holds locks on what it has deleted and inserted. */
const locking = `{{ config(materialized='incremental', unique_key='id', post_hook="{{ 'select pg_sleep(3600)' if is_incremental() else 'select 1' }}") }} select 1 as id`;

async function startEndless({ dbt, orgA, database }: OpenedOnPostgres) {
  const run = await dbt.runs.requestRun({ orgId: orgA, workspace: 'tiny', trigger: 'manual' });
  const isRunning = (event: RunEvent) => event.kind === 'node' && event.node.state === 'running';
  const signal = AbortSignal.timeout(120_000);
  for await (const event of await dbt.runs.follow(orgA, run.id, { after: 0, signal }))
    if (isRunning(event)) break;
  await expect
    .poll(() => listBuildSessions(database), { timeout: 20_000 })
    .toContainEqual(expect.stringMatching(/pg_sleep|active/));
  return run;
}

it.each([
  ['sleeps', sleeping, false],
  ['computes', counting, false],
  ['holds locks', locking, true],
])(
  'cancels a build that %s within two seconds, and leaves neither process nor session',
  async (_, sql, isSecond) => {
    const opened = await openOnPostgres(server);
    const { dbt, orgA, dataDir, database } = opened;
    await registerTiny(dbt, { 'models/endless.sql': sql });
    await dbt.start();
    if (isSecond) expect((await buildTiny(dbt, orgA)).error).toBeNull();
    const run = await startEndless(opened);
    const began = performance.now();
    await dbt.runs.cancel(orgA, run.id, admin);
    const ended = await waitForEnd(dbt, orgA, run);
    const took = performance.now() - began;
    expect(await listBuildSessions(database)).toEqual([]);
    expect(await listProcessesIn(dataDir)).toEqual([]);
    expect(ended).toMatchObject({ state: 'cancelled', error: { code: 'HF_DBT_RUN_CANCELLED' } });
    expect(took).toBeLessThan(2000);
    if (isSecond) expect(await database.query('select id from tiny.endless')).toEqual([{ id: 1 }]);
  },
);

it('cancels within two seconds what another node builds', async () => {
  const opened = await openOnPostgres(server);
  const { dbt, orgA, database, openAnother } = opened;
  await registerTiny(dbt, { 'models/endless.sql': sleeping });
  await dbt.start();
  const run = await startEndless(opened);
  const other = await openAnother();
  const began = performance.now();
  await other.runs.cancel(orgA, run.id, admin);
  const ended = await waitForEnd(other, orgA, run);
  expect(performance.now() - began).toBeLessThan(2000);
  expect(ended.state).toBe('cancelled');
  expect(await listBuildSessions(database)).toEqual([]);
});

it('leaves no query of a dbt that was killed', async () => {
  const opened = await openOnPostgres(server);
  const { dbt, orgA, dataDir, database } = opened;
  await registerTiny(dbt, { 'models/endless.sql': sleeping });
  await dbt.start();
  const run = await startEndless(opened);
  for (const pid of await listProcessesIn(dataDir)) process.kill(pid, 'SIGKILL');
  await expect.poll(() => listBuildSessions(database), { timeout: 2000 }).toEqual([]);
  expect(await waitForEnd(dbt, orgA, run)).toMatchObject({
    state: 'error',
    error: { code: 'HF_DBT_CRASHED' },
  });
});
