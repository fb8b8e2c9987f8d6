import { expect, it } from 'vitest';
import { openTestQuality, readMessages } from '../quality/quality.fixture.ts';
import { createRunStores } from './stores/index.ts';

type World = Awaited<ReturnType<typeof openTestQuality>>;

/** What a platform has stored that is killed as soon as a run has ended. */
async function endUntold({ dbt, database, orgA }: World, state: 'success' | 'error'): Promise<string> {
  const { id } = await dbt.runs.requestRun({ orgId: orgA, workspace: 'tiny', trigger: 'schedule' });
  await createRunStores(database.queries).queue.finish(id, ['queued'], { state, error: null });
  return id;
}

async function readEnds({ database }: World): Promise<(string | null)[]> {
  const rows = await database.queries
    .selectFrom('audit_log')
    .select('target_id')
    .where('action', '=', 'dbt_run.finished')
    .orderBy('id')
    .execute();
  return rows.map(({ target_id }) => target_id);
}

it('tells at the next start what a killed platform could not, and only once', async () => {
  const world = await openTestQuality();
  const run = await endUntold(world, 'error');
  await world.dbt.start();
  expect(await readMessages(world, world.orgA)).toEqual(['failure: The build failed.']);
  await (await world.openAnother()).start();
  expect(await readMessages(world, world.orgA)).toHaveLength(1);
  expect(await readEnds(world)).toEqual([run]);
});

it('tells in the order in which they ended', async () => {
  const world = await openTestQuality();
  await endUntold(world, 'error');
  await endUntold(world, 'success');
  await world.dbt.start();
  const told = ['failure: The build failed.', "recovery: 'tiny' was built again."];
  expect(await readMessages(world, world.orgA)).toEqual(told);
});

it('records a failure, and troubles nobody with it, when how things stand since is known', async () => {
  const world = await openTestQuality();
  const failed = await endUntold(world, 'error');
  const good = await endUntold(world, 'success');
  await world.database.queries
    .updateTable('dbt_runs')
    .set({ is_end_told: true })
    .where('id', '=', good)
    .execute();
  await world.dbt.start();
  expect(await readMessages(world, world.orgA)).toEqual([]);
  expect(await readEnds(world)).toEqual([failed]);
});
