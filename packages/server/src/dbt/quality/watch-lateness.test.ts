import { expect, it } from 'vitest';
import { openTestQuality, readMessages } from './quality.fixture.ts';

type World = Awaited<ReturnType<typeof openTestQuality>>;

/** A schedule of `tiny` every hour, whose builds are expected within half an hour. */
async function insertSchedule({ database, orgA }: World, more: object = {}): Promise<string> {
  const values = { org_id: orgA, workspace: 'tiny', origin: 'person', name: 'hourly', kind: 'cron' } as const;
  const { id } = await database.queries
    .insertInto('dbt_schedules')
    .values({
      ...values,
      ...{ cron: '0 * * * *', timezone: 'UTC', misfire: 'latest', overlap: 'queue', expect_within: 30 },
      next_due_at: new Date('2026-03-01T13:00:00Z'),
      expected_since: new Date('2026-03-01T07:00:00Z'),
      ...more,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function insertFiring({ database, orgA }: World, schedule_id: string, at: string): Promise<void> {
  await database.queries
    .insertInto('dbt_schedule_firings')
    .values({ org_id: orgA, schedule_id, scheduled_for: at, cause: 'time', outcome: 'queued' })
    .execute();
}

async function insertSuccess({ database, orgA }: World, at: string, selection: string | null = null) {
  await database.queries
    .insertInto('dbt_runs')
    .values({
      ...{ org_id: orgA, workspace: 'tiny', selection, trigger: 'manual', state: 'success' },
      finished_at: new Date(at),
    })
    .execute();
}

const late =
  "lateness: The build of 'tiny' that the schedule 'hourly' expected at 2026-03-01 09:00 UTC has not succeeded within 30 minutes.";
const recovered = "recovery: 'tiny' is no longer late.";

it('tells once that a build is late and once that it came, whichever of three nodes looks', async () => {
  const world = await openTestQuality();
  const { dbt, clock, orgA, orgB } = world;
  const nodes = [dbt];
  for (let count = 0; count < 2; count += 1) nodes.push(await world.openAnother({ clock }));
  for (const node of nodes.slice(1)) {
    const { slug, display_name, owner, folder, requires } = world.workspace;
    await node.workspaces.register({ slug, display_name, owner, folder, requires });
  }
  const check = () => Promise.all([...nodes, ...nodes].map((node) => node.quality.watch.check()));
  await insertFiring(world, await insertSchedule(world), '2026-03-01T09:00:00Z');
  clock.moveTo('2026-03-01T09:29:00Z');
  await check();
  expect(await readMessages(world, orgA)).toEqual([]);
  clock.moveTo('2026-03-01T09:31:00Z');
  await check();
  await check();
  expect(await readMessages(world, orgA)).toEqual([late]);
  await insertSuccess(world, '2026-03-01T09:40:00Z');
  await check();
  await check();
  expect(await readMessages(world, orgA)).toEqual([late, recovered]);
  expect(await readMessages(world, orgB)).toEqual([]);
  expect((await dbt.quality.overview.describe(orgA)).incidents).toMatchObject([
    { kind: 'lateness', workspace: 'tiny', closed_at: expect.any(String) },
  ]);
}, 30_000);

it('counts a build of all that ended since, and none of another part or from before', async () => {
  const world = await openTestQuality();
  const { dbt, clock, orgA } = world;
  await insertFiring(world, await insertSchedule(world), '2026-03-01T09:00:00Z');
  await insertSuccess(world, '2026-03-01T08:59:00Z');
  await insertSuccess(world, '2026-03-01T09:10:00Z', 'one');
  clock.moveTo('2026-03-01T09:31:00Z');
  await dbt.quality.watch.check();
  expect(await readMessages(world, orgA)).toEqual([late]);
});

it('expects nothing of a schedule that is off, of times before it was asked for, and without a tolerance', async () => {
  const world = await openTestQuality();
  const { dbt, clock, orgA } = world;
  const others = [
    { enabled: false },
    { expect_within: null },
    { expected_since: new Date('2026-03-01T09:00:01Z') },
  ];
  for (const more of others) {
    await insertFiring(world, await insertSchedule(world, more), '2026-03-01T09:00:00Z');
  }
  clock.moveTo('2026-03-01T12:00:00Z');
  await dbt.quality.watch.check();
  expect(await readMessages(world, orgA)).toEqual([]);
});

it('notices a schedule that cannot fire, and lets go of one that is deleted', async () => {
  const world = await openTestQuality();
  const { dbt, clock, database, orgA } = world;
  const id = await insertSchedule(world, { next_due_at: new Date('2026-03-01T09:00:00Z') });
  clock.moveTo('2026-03-01T09:31:00Z');
  await dbt.quality.watch.check();
  expect(await readMessages(world, orgA)).toEqual([late]);
  await database.queries.deleteFrom('dbt_schedules').where('id', '=', id).execute();
  await dbt.quality.watch.check();
  const over =
    "recovery: Nobody waits for 'tiny' any more: its schedule was deleted, or expects nothing now.";
  expect(await readMessages(world, orgA)).toEqual([late, over]);
});
