import type { Contribution, ContributionPoint, PreparedContribution } from '@honeyframe/host';
import { prepareNothing } from '@honeyframe/host';
import type { Queries } from '../database/index.ts';
import { nameSchedules, settlePluginSchedules } from '../dbt/index.ts';
import type { OrgSeeder } from '../orgs/index.ts';
import { type InstallablePlugin, recordOwnership, settleOwnership } from '../plugins/index.ts';
import type { Clock } from '../system/index.ts';

/** Schedules: gives every organisation those that a plugin declares for its dbt workspace. */
export interface SchedulesPoint extends ContributionPoint<InstallablePlugin, Queries> {
  /** Gives a new organisation the schedules of what runs. */
  readonly seedOrg: OrgSeeder;
  /**
   * Gives organisations what running plugins declare and they do not have: a plugin that was installed before there were
   * schedules. Nothing where all is as it should be.
   */
  reconcile(queries: Queries): Promise<void>;
}

export function createSchedulesPoint(clock: Clock): SchedulesPoint {
  const running = new Map<string, InstallablePlugin>();

  const activate = (plugin: InstallablePlugin): Contribution => {
    running.set(plugin.slug, plugin);
    return {
      offers: [],
      dispose: () => {
        if (running.get(plugin.slug) === plugin) running.delete(plugin.slug);
      },
    };
  };

  const settle = async (trx: Queries, plugin: InstallablePlugin): Promise<void> => {
    const orgs = await trx.selectFrom('orgs').select('id').execute();
    const orgIds = orgs.map(({ id }) => id);
    const schedules = schedulesOf(plugin);
    await settlePluginSchedules(trx, { plugin: plugin.slug, schedules, orgIds, now: await clock.now() });
    await settleOwnership(trx, plugin.slug, ['schedule'], toEntries(plugin, orgIds));
  };

  return {
    name: 'schedules',
    essential: false,
    seedOrg: async (trx, { id }) => {
      for (const plugin of running.values()) {
        const schedules = schedulesOf(plugin);
        await settlePluginSchedules(trx, {
          plugin: plugin.slug,
          schedules,
          orgIds: [id],
          now: await clock.now(),
        });
        await recordOwnership(trx, plugin.slug, toEntries(plugin, [id]));
      }
    },
    reconcile: async (queries) => {
      for (const plugin of running.values()) {
        await queries.transaction().execute((trx) => settle(trx, plugin));
      }
    },
    prepare: async (plugin): Promise<PreparedContribution<Queries>> => ({
      ...prepareNothing(),
      commit: (trx) => settle(trx, plugin),
      activate: () => activate(plugin),
    }),
  };
}

/** Without a workspace there is nothing that they would build. */
function schedulesOf({ manifest }: InstallablePlugin) {
  return manifest.dbt_workspace ? manifest.schedules : [];
}

function toEntries(plugin: InstallablePlugin, orgIds: readonly string[]) {
  const names = [...nameSchedules(schedulesOf(plugin)).keys()];
  return orgIds.flatMap((org_id) => names.map((name) => ({ kind: 'schedule' as const, name, org_id })));
}
