import type { Database } from '../../database/index.ts';

export type InstalledRow = Awaited<ReturnType<typeof findInstalled>>;

/** What the database says of a plugin that is installed. */
export function findInstalled(queries: Database['queries'], slug: string) {
  return queries
    .selectFrom('plugins')
    .select([
      'slug',
      'version',
      'source',
      'folder',
      'state',
      'active_generation',
      'held_generation',
      'manifest',
    ])
    .where('slug', '=', slug)
    .where('state', '!=', 'uninstalled')
    .executeTakeFirst();
}
