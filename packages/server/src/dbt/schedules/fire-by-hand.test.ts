import { expect, it } from 'vitest';
import { createSqlAuditLog } from '../../audit/index.ts';
import type { JobQueue } from '../../jobs/index.ts';
import { fireByHand } from './fire-by-hand.ts';
import { insertSchedule, openTestSchedules, readLedger } from './schedules.fixture.ts';

const by = { id: null, name: 'ann@example.org' };

async function openWorld() {
  const world = await openTestSchedules('2026-03-02T05:30:00Z');
  const schedule = await insertSchedule(world, { selection: 'tag:hot', is_full: true });
  const auditLog = createSqlAuditLog(world.queries);
  const fire = async (queue: Pick<JobQueue, 'send'>) =>
    await world.database.ownerQueries.transaction().execute(async (transaction) => {
      const at = await world.clock.now();
      return await fireByHand({ transaction, schedule, by, at, queue: queue as JobQueue, auditLog });
    });
  const listRuns = () => world.queries.selectFrom('dbt_runs').selectAll().execute();
  return { ...world, fire, listRuns };
}

it('queues what the schedule builds, its job and its entry in the ledger', async () => {
  const { fire, queue, listRuns, ...world } = await openWorld();
  const run = await fire(queue);
  expect(await listRuns()).toMatchObject([
    { id: run.id, trigger: 'manual', selection: 'tag:hot', is_full: true, requested_by: 'ann@example.org' },
  ]);
  expect(await readLedger({ ...world, queue })).toEqual(['05:30 queued (by hand)']);
});

it('leaves nothing behind where the job cannot be queued', async () => {
  const { fire, listRuns, ...world } = await openWorld();
  await expect(fire({ send: async () => Promise.reject(new Error('no job')) })).rejects.toThrow('no job');
  expect([await listRuns(), await readLedger(world)]).toEqual([[], []]);
});
