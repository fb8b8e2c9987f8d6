import { expect, it } from 'vitest';
import { openTestQuality, readMessages } from './quality.fixture.ts';

type World = Awaited<ReturnType<typeof openTestQuality>>;

async function endRun({ dbt, database, orgA }: World, state: 'success' | 'error', selection?: string) {
  const request = { orgId: orgA, workspace: 'tiny', trigger: 'manual', select: selection };
  const { id } = await dbt.runs.requestRun(request);
  await database.queries.updateTable('dbt_runs').set({ state }).where('id', '=', id).execute();
  await dbt.quality.noteRunEnd(orgA, await dbt.runs.get(orgA, id));
  return id;
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

it('tells nobody of the end who was not told of the begin, and names the run that ended it', async () => {
  const world = await openTestQuality();
  const { dbt, database, orgA } = world;
  const switchWebhook = (enabled: boolean) =>
    database.queries.updateTable('dbt_webhooks').set({ enabled }).where('org_id', '=', orgA).execute();
  await switchWebhook(false);
  await endRun(world, 'error');
  await switchWebhook(true);
  await endRun(world, 'success');
  expect(await readMessages(world, orgA)).toEqual([]);
  const failed = await endRun(world, 'error');
  const good = await endRun(world, 'success');
  const rows = await database.queries.selectFrom('dbt_webhook_deliveries').select('message').execute();
  expect(rows.map(({ message }) => message.run_id).sort()).toEqual([failed, good].sort());
  expect(await dbt.quality.deliveries.list(orgA)).toHaveLength(2);
});
