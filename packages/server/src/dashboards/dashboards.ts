import { type BlockContribution, PlatformError } from '@honeyframe/contract';
import type { Dashboard } from '@honeyframe/contract/api';
import type { Queries } from '../database/index.ts';
import type { Caller } from '../http/index.ts';
import {
  ensureHome,
  findDashboard,
  findPlacements,
  HOME_SLUG,
  type PlacementRow,
} from './dashboard-store.ts';
import { findFreePlace, type Rectangle } from './find-free-place.ts';

/** A block that this process can show, with what the caller may do with it. */
export interface ShownBlock {
  readonly title: string;
  readonly access: Dashboard['placements'][number]['access'];
}

export interface DashboardsOptions {
  readonly queries: Queries;
  /** Undefined for a block whose plugin is not active: its placement stays, and is not shown. */
  readonly describeBlock: (plugin: string, block: string, caller: Caller) => Promise<ShownBlock | undefined>;
  readonly canEdit: (caller: Caller) => Promise<boolean>;
}

type Arrangement = readonly { readonly id: string; readonly layout: Rectangle }[];

/** Dashboards of an organisation; Home is one of them. */
export interface Dashboards {
  home(caller: Caller, orgId: string): Promise<Dashboard>;
  /** Moves blocks; one that is left out is hidden. Throws HF_CORE_NOT_FOUND. */
  arrange(caller: Caller, orgId: string, dashboardId: string, arrangement: Arrangement): Promise<Dashboard>;
}

export function createDashboards(options: DashboardsOptions): Dashboards {
  const { queries } = options;
  const show = async (
    caller: Caller,
    dashboard: { id: string; slug: string; title: string },
  ): Promise<Dashboard> => {
    const rows = (await findPlacements(queries, dashboard.id)).filter((row) => !row.hidden);
    const placements = await Promise.all(rows.map((row) => describePlacement(options, caller, row)));
    return {
      ...dashboard,
      editable: await options.canEdit(caller),
      placements: placements.filter((placement) => placement !== undefined),
    };
  };
  return {
    home: async (caller, orgId) => {
      await ensureHome(queries, orgId);
      const dashboard = await findDashboard(queries, orgId, { slug: HOME_SLUG });
      if (!dashboard) throw new PlatformError('HF_CORE_NOT_FOUND', { what: 'home' });
      return show(caller, dashboard);
    },
    arrange: async (caller, orgId, dashboardId, arrangement) => {
      const dashboard = await findDashboard(queries, orgId, { id: dashboardId });
      if (!dashboard) throw new PlatformError('HF_CORE_NOT_FOUND', { what: dashboardId });
      const visible = new Set((await show(caller, dashboard)).placements.map((placement) => placement.id));
      await saveArrangement(queries, dashboardId, arrangement, visible);
      return show(caller, dashboard);
    },
  };
}

/** Only what the caller saw can be hidden by leaving it out: a block that he may not see stays. */
async function saveArrangement(
  queries: Queries,
  dashboardId: string,
  arrangement: Arrangement,
  visible: ReadonlySet<string>,
): Promise<void> {
  const wanted = new Map(arrangement.map((each) => [each.id, each.layout]));
  await queries.transaction().execute(async (trx) => {
    for (const row of await findPlacements(trx, dashboardId)) {
      const layout = wanted.get(row.id);
      if (!layout && !visible.has(row.id)) continue;
      const change = layout ? { ...layout, hidden: false } : { hidden: true };
      await trx.updateTable('dashboard_placements').set(change).where('id', '=', row.id).execute();
    }
  });
}

async function describePlacement(options: DashboardsOptions, caller: Caller, row: PlacementRow) {
  const block = await options.describeBlock(row.plugin, row.block, caller);
  if (!block) return undefined;
  const { id, plugin, config, x, y, w, h } = row;
  return { id, plugin, block: row.block, config, layout: { x, y, w, h }, ...block };
}

/**
 * Places a plugin's blocks on Home of one organisation, each once: one that was placed before, wherever an editor
 * moved or hid it, is left alone.
 * @returns the types that were placed now.
 */
export async function placeBlocks(
  queries: Queries,
  orgId: string,
  plugin: string,
  blocks: readonly BlockContribution[],
): Promise<string[]> {
  const wanted = blocks.filter((block) => block.default_placement);
  if (wanted.length === 0) return [];
  const dashboardId = await ensureHome(queries, orgId);
  // Two plugins that are placed at once would take the same free place.
  await queries.selectFrom('dashboards').select('id').where('id', '=', dashboardId).forUpdate().execute();
  const rows = await findPlacements(queries, dashboardId);
  const taken: Rectangle[] = rows.filter((row) => !row.hidden);
  const known = new Set(rows.filter((row) => row.plugin === plugin).map((row) => row.block));
  const placed: string[] = [];
  for (const { type, config = {}, default_placement } of wanted) {
    if (known.has(type) || !default_placement) continue;
    const place = findFreePlace(taken, default_placement);
    taken.push(place);
    const { x, y, w, h } = place;
    const values = {
      dashboard_id: dashboardId,
      plugin,
      block: type,
      config: JSON.stringify(config),
      x,
      y,
      w,
      h,
    };
    await queries.insertInto('dashboard_placements').values(values).execute();
    placed.push(type);
  }
  return placed;
}
