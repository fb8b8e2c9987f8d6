import type { PluginSchedule } from '@honeyframe/contract/manifest';
import { expect, it } from 'vitest';
import { isChanged, settlePluginSchedules } from './plugin-schedules.ts';
import { openTestSchedules, type TestSchedules } from './schedules.fixture.ts';

const nightly: PluginSchedule = { name: 'nightly', cron: '0 3 * * *', timezone: 'Europe/Berlin' };
const often: PluginSchedule = { name: 'often', every: '6h', select: 'tag:hot' };

async function open(...schedules: PluginSchedule[]) {
  const world = await openTestSchedules('2026-03-02T05:30:00Z');
  const settle = async (...declared: PluginSchedule[]) =>
    await settlePluginSchedules(world.queries, {
      plugin: 'clinic',
      schedules: declared,
      orgIds: [world.orgId],
      now: await world.clock.now(),
    });
  await settle(...schedules);
  return { world, settle };
}

async function list({ queries }: TestSchedules) {
  return await queries.selectFrom('dbt_schedules').selectAll().orderBy('name').execute();
}

it('gives an organisation the schedules of the manifest, each with its next time', async () => {
  const { world } = await open(nightly, often, { on_success_of: 'base' }, { on_import: 'raw' });
  expect(await list(world)).toMatchObject([
    {
      name: 'nightly',
      kind: 'cron',
      misfire: 'latest',
      overlap: 'queue',
      next_due_at: new Date('2026-03-03T02:00Z'),
    },
    {
      name: 'often',
      kind: 'interval',
      every_seconds: 21_600,
      selection: 'tag:hot',
      next_due_at: new Date('2026-03-02T11:30Z'),
    },
    { name: 'schedule 3', kind: 'on_success', on_success_of: 'base', next_due_at: null },
    { name: 'schedule 4', kind: 'on_import', on_import: 'raw', next_due_at: null },
  ]);
  expect((await list(world)).map(isChanged)).toEqual([false, false, false, false]);
});

it('changes nothing when the same version comes again', async () => {
  const { world, settle } = await open(nightly, often);
  const before = await list(world);
  world.clock.moveTo('2026-03-02T10:00:00Z');
  await settle(nightly, often);
  expect(await list(world)).toEqual(before);
});

it('follows the plugin where nobody changed anything, and keeps what somebody changed', async () => {
  const { world, settle } = await open(nightly);
  await world.queries.updateTable('dbt_schedules').set({ cron: '30 5 * * *', overlap: 'skip' }).execute();
  await settle({ ...nightly, cron: '0 4 * * *', misfire: 'skip', select: 'marts' });
  expect(await list(world)).toMatchObject([
    { cron: '30 5 * * *', timezone: 'Europe/Berlin', overlap: 'skip', misfire: 'skip', selection: 'marts' },
  ]);
});

it('does not switch on again what somebody switched off', async () => {
  const { world, settle } = await open(nightly);
  await world.queries.updateTable('dbt_schedules').set({ enabled: false }).execute();
  await settle({ ...nightly, cron: '0 4 * * *' });
  expect(await list(world)).toMatchObject([{ enabled: false, cron: '0 4 * * *' }]);
});

it('takes away what the plugin no longer declares, and leaves what somebody made of it', async () => {
  const { world, settle } = await open(nightly, often);
  const changed = world.queries.updateTable('dbt_schedules').where('name', '=', 'often');
  await changed.set({ every_seconds: 3600 }).execute();
  await settle();
  expect(await list(world)).toMatchObject([{ name: 'often', origin: 'person', schedule_key: null }]);
});
