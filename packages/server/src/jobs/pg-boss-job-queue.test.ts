import { createTestDatabase } from '@honeyframe/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { startCrashingPostgres } from '../database/embedded/crashing-postgres.fixture.ts';
import type { JobPayload, JobQueue } from './job-queue.ts';
import { createPgBossJobQueue } from './pg-boss-job-queue.ts';

async function openQueues(count: number) {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const log = { warn: () => {} };
  const queues = [];
  for (let index = 0; index < count; index += 1) {
    const queue = await createPgBossJobQueue({ connectionString: database.url, log });
    onTestFinished(() => queue.stop({ drain: false }));
    queues.push(queue);
  }
  return queues as [Awaited<ReturnType<typeof createPgBossJobQueue>>, ...typeof queues];
}

/** Resolves at the first job. */
function receiver() {
  const { promise, resolve } = Promise.withResolvers<JobPayload>();
  return { handler: async (payload: JobPayload) => resolve(payload), received: promise };
}

it('starts a job of this process well before the next poll', async () => {
  const [queue] = await openQueues(1);
  const { handler, received } = receiver();
  await queue.work('builds', handler);
  const sent = performance.now();
  await queue.send('builds', { run_id: 'a' });
  expect(await received).toEqual({ run_id: 'a' });
  expect(performance.now() - sent).toBeLessThan(1000);
});

it('hands a job to another process, also one that started later', async () => {
  const [sender, other] = await openQueues(2);
  await sender.send('builds', { run_id: 'b' });
  const { handler, received } = receiver();
  await other?.work('builds', handler);
  expect(await received).toEqual({ run_id: 'b' });
});

it('waits for a handler that runs when it drains', async () => {
  const [queue] = await openQueues(1);
  const started = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  let done = false;
  await queue.work('builds', async () => {
    started.resolve();
    await release.promise;
    done = true;
  });
  await queue.send('builds', {});
  await started.promise;
  const stopped = queue.stop({ drain: true });
  release.resolve();
  await stopped;
  expect(done).toBe(true);
});

it('delivers again after its database has crashed, also to a queue that could not be made meanwhile', async () => {
  const server = await startCrashingPostgres();
  const queue = await createPgBossJobQueue({ connectionString: server.url, log: { warn: () => {} } });
  onTestFinished(() => queue.stop({ drain: false }));
  const { handler, received } = receiver();
  await queue.work('builds', handler);
  await server.kill();
  const [failed, later] = [await failToCreate(queue), receiver()];
  const work = () => queue.work(failed, later.handler).then(() => 'works', String);
  await expect.poll(work, { timeout: 20_000 }).toBe('works');
  await queue.send('builds', { run_id: 'c' });
  await queue.send(failed, { run_id: 'd' });
  expect(await Promise.all([received, later.received])).toEqual([{ run_id: 'c' }, { run_id: 'd' }]);
});

/** The name of a queue that could not be made: sessions of a server that was killed answer for another moment. */
async function failToCreate(queue: JobQueue): Promise<string> {
  for (let n = 0; ; n += 1) {
    const made = await queue.work(`other-${n}`, async () => {}).catch(() => undefined);
    if (!made) return `other-${n}`;
  }
}
