import { expect, it } from 'vitest';
import { openTestSchedules } from '../dbt/schedules/schedules.fixture.ts';
import type { InstallablePlugin } from '../plugins/index.ts';
import { createSchedulesPoint } from './schedules.contribution.ts';

it('gives organisations the schedules of a plugin that was installed before there were any, once', async () => {
  const { clock, database, queries } = await openTestSchedules('2026-03-02T05:30:00Z');
  const schedules = [{ name: 'nightly', cron: '0 3 * * *', expect_within: 45, full: true }];
  const manifest = { dbt_workspace: 'dbt/', schedules };
  const plugin = { slug: 'clinic', manifest } as unknown as InstallablePlugin;
  await queries
    .insertInto('plugins')
    .values({
      ...{ slug: 'clinic', version: '1.0.0', display_name: 'Clinic', source: 'customer', folder: '/nowhere' },
      ...{ manifest: JSON.stringify(manifest), state: 'active' },
    })
    .execute();
  const point = createSchedulesPoint(clock);
  const prepared = await point.prepare(plugin);
  // Its commit was another platform's, which knew nothing of schedules.
  await prepared.activate();
  await point.reconcile(database.ownerQueries);
  await point.reconcile(database.ownerQueries);
  const rows = await queries.selectFrom('dbt_schedules').selectAll().execute();
  expect(rows).toMatchObject([
    { workspace: 'clinic', name: 'nightly', origin: 'plugin', expect_within: 45, is_full: true },
  ]);
  const owned = await queries
    .selectFrom('plugin_ledger')
    .selectAll()
    .where('kind', '=', 'schedule')
    .execute();
  expect(owned).toMatchObject([{ plugin: 'clinic', name: 'nightly' }]);
});
