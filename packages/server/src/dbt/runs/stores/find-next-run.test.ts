import { createTestDatabase } from '@honeyframe/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../database/index.ts';
import type { RunLimits } from './find-next-run.ts';
import { RunQueueStore } from './run-queue-store.ts';

const unlimited = 1000;

async function openQueue(orgCount: number) {
  const testDatabase = await createTestDatabase();
  onTestFinished(() => testDatabase.drop());
  const database = await openDatabase({ url: testDatabase.url, secretKey: Buffer.alloc(32, 1) });
  onTestFinished(() => database.close());
  const { queries } = database;
  const store = new RunQueueStore(queries);
  const names = Array.from({ length: orgCount }, (_, index) => `org-${index}`);
  const orgs = new Map<string, string>();
  for (const slug of names) {
    const values = { slug, name: slug };
    const { id } = await queries.insertInto('orgs').values(values).returning('id').executeTakeFirstOrThrow();
    orgs.set(id, slug);
  }
  const request = (slug: string, workspace: string) => {
    const [org_id = ''] = [...orgs].find(([, name]) => name === slug) ?? [];
    return store.insert({ org_id, workspace, trigger: 'schedule', requested_by: null, selection: null });
  };
  const claim = async (limits: Partial<RunLimits> = {}) => {
    const row = await store.claim({ per_org: 1, in_all: unlimited, ...limits });
    return row && { id: row.id, org: orgs.get(row.org_id) ?? '', workspace: row.workspace };
  };
  const finish = (id: string) => store.finish(id, ['parsing'], { state: 'success', error: null });
  return { names, request, claim, finish };
}

it('gives every organisation its turn, however many runs the first has queued before the others', async () => {
  const { names, request, claim, finish } = await openQueue(5);
  for (const slug of names) {
    for (let index = 0; index < 10; index += 1) await request(slug, `w${index}`);
  }
  const order = [];
  for (let run = await claim(); run; run = await claim()) {
    order.push(run);
    await finish(run.id);
  }
  expect(order).toHaveLength(50);
  for (let round = 0; round < 10; round += 1) {
    const turn = order.slice(round * 5, round * 5 + 5);
    expect(turn.map(({ org }) => org)).toEqual(names);
    expect(new Set(turn.map(({ workspace }) => workspace))).toEqual(new Set([`w${round}`]));
  }
});

it('gives the next place to the organisation that has fewest builds going on', async () => {
  const { request, claim, finish } = await openQueue(2);
  for (const workspace of ['w0', 'w1', 'w2']) await request('org-0', workspace);
  const limits = { per_org: 2 };
  const first = [await claim(limits), await claim(limits)];
  expect(first.map((run) => run?.org)).toEqual(['org-0', 'org-0']);
  await request('org-1', 'w0');
  await finish(first[0]?.id ?? '');
  // Its runs are younger, but the other has one going on.
  expect(await claim(limits)).toMatchObject({ org: 'org-1' });
  expect(await claim(limits)).toMatchObject({ org: 'org-0', workspace: 'w2' });
});

it('keeps to the limits of an organisation, and of all together', async () => {
  const { names, request, claim, finish } = await openQueue(3);
  for (const slug of names) for (const workspace of ['w0', 'w1']) await request(slug, workspace);
  const one = await claim({ in_all: 2 });
  expect(await claim({ in_all: 2 })).toMatchObject({ org: 'org-1' });
  expect(await claim({ in_all: 2 })).toBeUndefined();
  await finish(one?.id ?? '');
  expect(await claim({ in_all: 2 })).toMatchObject({ org: 'org-2' });
  expect(await claim()).toMatchObject({ org: 'org-0', workspace: 'w1' });
  expect(await claim()).toBeUndefined();
});

it('takes another workspace of the organisation while one is being built', async () => {
  const { request, claim } = await openQueue(1);
  const first = await request('org-0', 'w0');
  await claim();
  expect(first.state).toBe('queued');
  await request('org-0', 'w0');
  await request('org-0', 'w1');
  expect(await claim({ per_org: 3 })).toMatchObject({ workspace: 'w1' });
  expect(await claim({ per_org: 3 })).toBeUndefined();
});
