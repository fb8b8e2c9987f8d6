import type { Queries } from '../database/index.ts';

export const HOME_SLUG = 'home';

/** Home of an organisation, an ordinary dashboard; made with the organisation. */
export async function ensureHome(queries: Queries, orgId: string): Promise<string> {
  await queries
    .insertInto('dashboards')
    .values({ org_id: orgId, slug: HOME_SLUG, title: 'Home' })
    .onConflict((conflict) => conflict.columns(['org_id', 'slug']).doNothing())
    .execute();
  const row = await queries
    .selectFrom('dashboards')
    .select('id')
    .where('org_id', '=', orgId)
    .where('slug', '=', HOME_SLUG)
    .executeTakeFirstOrThrow();
  return row.id;
}

export function findDashboard(queries: Queries, orgId: string, by: { slug: string } | { id: string }) {
  const [column, value] = 'slug' in by ? (['slug', by.slug] as const) : (['id', by.id] as const);
  return queries
    .selectFrom('dashboards')
    .select(['id', 'slug', 'title'])
    .where('org_id', '=', orgId)
    .where(column, '=', value)
    .executeTakeFirst();
}

export interface PlacementRow {
  readonly id: string;
  readonly plugin: string;
  readonly block: string;
  readonly config: Record<string, unknown>;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly hidden: boolean;
}

const placementColumns = ['id', 'plugin', 'block', 'config', 'x', 'y', 'w', 'h', 'hidden'] as const;

/** Every placement, hidden ones included, from top left to bottom right. */
export function findPlacements(queries: Queries, dashboardId: string): Promise<PlacementRow[]> {
  return queries
    .selectFrom('dashboard_placements')
    .select(placementColumns)
    .where('dashboard_id', '=', dashboardId)
    .orderBy('y')
    .orderBy('x')
    .execute();
}
