import { expect, it } from 'vitest';
import { openTestQuality, readMessages } from './quality.fixture.ts';

type World = Awaited<ReturnType<typeof openTestQuality>>;

async function endRun({ dbt, database, orgA }: World, state: 'success' | 'error', selection?: string) {
  const request = { orgId: orgA, workspace: 'tiny', trigger: 'manual', select: selection };
  const { id } = await dbt.runs.requestRun(request);
  await database.queries.updateTable('dbt_runs').set({ state }).where('id', '=', id).execute();
  await dbt.quality.noteRunEnd(orgA, await dbt.runs.get(orgA, id));
}

it('does not take a part that works for all that failed', async () => {
  const world = await openTestQuality();
  await endRun(world, 'error');
  await endRun(world, 'success', 'one');
  const failure = 'failure: The build failed.';
  expect(await readMessages(world, world.orgA)).toEqual([failure]);
  await endRun(world, 'success');
  expect(await readMessages(world, world.orgA)).toEqual([failure, "recovery: 'tiny' was built again."]);
});

it('takes the part that failed for well when it works', async () => {
  const world = await openTestQuality();
  await endRun(world, 'error', 'one');
  await endRun(world, 'success', 'one');
  expect(await readMessages(world, world.orgA)).toHaveLength(2);
});
