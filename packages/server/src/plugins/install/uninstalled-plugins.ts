import { sql } from 'kysely';
import type { Queries } from '../../database/index.ts';

const KEY = 'uninstalled_plugins';

/**
 * Plugins of which nothing is left but their folder, which is not ours to remove: a start would install them again by
 * itself. Installing one by hand forgets that.
 */
export async function recallUninstalled(queries: Queries): Promise<Set<string>> {
  const row = await queries
    .selectFrom('platform_settings')
    .select('value')
    .where('key', '=', KEY)
    .executeTakeFirst();
  return new Set(Array.isArray(row?.value) ? row.value.filter((slug) => typeof slug === 'string') : []);
}

export async function rememberUninstalled(trx: Queries, slug: string): Promise<void> {
  await change(trx, (slugs) => slugs.add(slug));
}

export async function forgetUninstalled(trx: Queries, slug: string): Promise<void> {
  await change(trx, (slugs) => slugs.delete(slug));
}

async function change(trx: Queries, edit: (slugs: Set<string>) => unknown): Promise<void> {
  // Two plugins at once would overwrite each other's line; there may be no row to lock yet.
  await sql`select pg_advisory_xact_lock(hashtextextended('honeyframe uninstalled plugins', 0))`.execute(trx);
  const slugs = await recallUninstalled(trx);
  const before = slugs.size;
  edit(slugs);
  if (slugs.size === before) return;
  if (slugs.size === 0) {
    await trx.deleteFrom('platform_settings').where('key', '=', KEY).execute();
    return;
  }
  const value = JSON.stringify([...slugs].sort());
  await trx
    .insertInto('platform_settings')
    .values({ key: KEY, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}
