import type { Queries } from './database.ts';

/** Slugs of installed plugins; with `all` also of those of which only data is left. */
export async function findInstalledSlugs(queries: Queries, all = false): Promise<Set<string>> {
  const rows = await queries
    .selectFrom('plugins')
    .select('slug')
    .$if(!all, (query) => query.where('state', '!=', 'uninstalled'))
    .execute();
  return new Set(rows.map(({ slug }) => slug));
}
