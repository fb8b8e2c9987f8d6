import type { Queries } from '../database/index.ts';

/** What is stored for one plugin in one organisation. */
export interface StoredSettings {
  readonly values: Readonly<Record<string, unknown>>;
  /** Sealed. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly updated_at: Date | null;
  /** The e-mail address of who changed it last. */
  readonly updated_by: string | null;
}

export interface SettingsKey {
  readonly plugin: string;
  readonly orgId: string;
}

const nothing: StoredSettings = { values: {}, secrets: {}, updated_at: null, updated_by: null };

export async function readSettings(
  queries: Queries,
  { plugin, orgId }: SettingsKey,
): Promise<StoredSettings> {
  const row = await queries
    .selectFrom('plugin_settings')
    .leftJoin('users', 'users.id', 'plugin_settings.updated_by')
    .select([
      'plugin_settings.values',
      'plugin_settings.secrets',
      'plugin_settings.updated_at',
      'users.email',
    ])
    .where('plugin', '=', plugin)
    .where('org_id', '=', orgId)
    .executeTakeFirst();
  return row ? { ...row, updated_by: row.email } : nothing;
}

/** Reads the row and keeps others from changing it until the transaction ends; makes it where there is none. */
export async function lockSettings(trx: Queries, key: SettingsKey): Promise<StoredSettings> {
  await trx
    .insertInto('plugin_settings')
    .values({ plugin: key.plugin, org_id: key.orgId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await trx
    .selectFrom('plugin_settings')
    .select(['values', 'secrets'])
    .where('plugin', '=', key.plugin)
    .where('org_id', '=', key.orgId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { ...nothing, ...row };
}

export async function writeSettings(
  trx: Queries,
  { plugin, orgId }: SettingsKey,
  { values, secrets }: Pick<StoredSettings, 'values' | 'secrets'>,
  userId: string,
): Promise<void> {
  await trx
    .updateTable('plugin_settings')
    .set({
      values: JSON.stringify(values),
      secrets: JSON.stringify(secrets),
      updated_at: new Date(),
      updated_by: userId,
    })
    .where('plugin', '=', plugin)
    .where('org_id', '=', orgId)
    .execute();
}

/** Forgets what every organisation set for a plugin, secrets included. @returns how many organisations had set something. */
export async function removeSettings(queries: Queries, plugin: string): Promise<number> {
  const removed = await queries.deleteFrom('plugin_settings').where('plugin', '=', plugin).executeTakeFirst();
  return Number(removed.numDeletedRows);
}
