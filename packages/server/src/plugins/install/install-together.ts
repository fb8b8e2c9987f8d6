import path from 'node:path';
import { sql } from 'kysely';
import { DatabaseError } from 'pg';
import type { Database, Queries } from '../../database/index.ts';
import { seedFirst } from '../seeds/index.ts';
import type { InstallOptions } from './install-plugin.ts';
import { listSettings } from './settle-ledger.ts';

/** A plugin of which nothing is there yet: no row, no kept data. */
export type FirstInstall = Pick<InstallOptions, 'plugin' | 'generation' | 'origin'>;

export interface InstallTogetherOptions {
  readonly installs: readonly FirstInstall[];
  /** More to write in the same transaction. */
  readonly also: (trx: Queries) => Promise<void>;
}

/**
 * How many of these can be installed at once: they begin with the first. What each brings is its own then, so that the
 * order does not matter. One with migrations is installed alone: its SQL may take time, and hold locks.
 */
export function countIndependent(installs: readonly FirstInstall[]): number {
  const taken = new Set<string>();
  for (const [index, { plugin }] of installs.entries()) {
    const { permissions, seed_groups, migrations } = plugin.manifest;
    const names = [
      ...new Set(permissions.map((name) => `permission ${name}`)),
      ...new Set(seed_groups.map(({ name }) => `group ${name.toLowerCase()}`)),
    ];
    if (migrations || names.some((name) => taken.has(name))) return index;
    for (const name of names) taken.add(name);
  }
  return installs.length;
}

/**
 * Installs plugins in one transaction and a handful of statements, where none of them meets anything of somebody else's;
 * a start that finds many does nothing else for most of its time.
 * @returns when each was installed, by slug; undefined where one needs a closer look: then nothing is written.
 */
export async function installTogether(
  { ownerQueries }: Database,
  options: InstallTogetherOptions,
): Promise<ReadonlyMap<string, Date> | undefined> {
  try {
    return await ownerQueries.transaction().execute((trx) => attempt(trx, options));
  } catch (error) {
    // Whichever of them it was: one by one that shows, and its failure is its own.
    if (error instanceof CloserLook || error instanceof DatabaseError) return undefined;
    throw error;
  }
}

/** Ends the transaction. */
class CloserLook extends Error {}

async function attempt(
  trx: Queries,
  { installs, also }: InstallTogetherOptions,
): Promise<ReadonlyMap<string, Date>> {
  await lockPlugins(
    trx,
    installs.map(({ plugin }) => plugin.slug),
  );
  const installedAt = await insertPlugins(trx, installs);
  await insertPermissions(trx, installs);
  const orgIds = await insertOrgStates(trx, [...installedAt.keys()]);
  const manifests = installs.map(({ plugin }) => plugin.manifest);
  if (!(await seedFirst(trx, { manifests, orgIds }))) throw new CloserLook();
  await insertLedger(trx, installs);
  await also(trx);
  return installedAt;
}

/** As for one plugin; and a crash may take this away again, since the next start would do the same. */
async function lockPlugins(trx: Queries, slugs: readonly string[]): Promise<void> {
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('honeyframe plugin ' || slug, 0)) as taken,
      set_config('synchronous_commit', 'off', true), set_config('lock_timeout', '2s', true)
    from unnest(${slugs}::text[]) as slug`.execute(trx);
  if (rows.some(({ taken }) => !taken)) throw new CloserLook();
}

async function insertPlugins(trx: Queries, installs: readonly FirstInstall[]): Promise<Map<string, Date>> {
  const rows = await trx
    .insertInto('plugins')
    .values(
      installs.map(({ plugin: { manifest, source }, generation, origin }) => ({
        slug: manifest.name,
        version: manifest.version,
        display_name: manifest.display_name,
        source,
        folder: origin,
        manifest: JSON.stringify(manifest),
        state: 'installed',
        active_generation: generation,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning(['slug', 'installed_at'])
    .execute();
  if (rows.length !== installs.length) throw new CloserLook();
  await trx
    .insertInto('plugin_generations')
    .values(
      installs.map(({ plugin: { manifest }, generation }) => {
        const { name: plugin, version } = manifest;
        return { plugin, generation, version, manifest: JSON.stringify(manifest) };
      }),
    )
    .execute();
  return new Map(rows.map(({ slug, installed_at }) => [slug, installed_at]));
}

/** A name that is in the catalogue already is somebody else's: that becomes a request, one by one. */
async function insertPermissions(trx: Queries, installs: readonly FirstInstall[]): Promise<void> {
  const permissions = installs.flatMap(({ plugin: { manifest } }) =>
    [...new Set(manifest.permissions)].map((name) => {
      return { name, description: manifest.permission_descriptions[name] ?? '', owner: manifest.name };
    }),
  );
  if (permissions.length === 0) return;
  const result = await trx
    .insertInto('permissions')
    .values(permissions)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (Number(result.numInsertedOrUpdatedRows) !== permissions.length) throw new CloserLook();
}

/** @returns all organisations. */
async function insertOrgStates(trx: Queries, slugs: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with known as (select id from orgs), added as (
      insert into plugin_org_state (plugin, org_id)
      select slug, known.id from unnest(${slugs}::text[]) as slug cross join known
    )
    select id from known`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Groups are noted where they are made. */
async function insertLedger(trx: Queries, installs: readonly FirstInstall[]): Promise<void> {
  const entries = installs.flatMap(({ plugin, generation }) => {
    const { slug, manifest } = plugin;
    // In development the folder itself runs, and the store has no copy of it.
    const isStored = path.basename(plugin.root) === generation;
    const files = [
      ...(isStored ? [`store/${generation}`] : []),
      ...(plugin.source === 'customer' ? [`plugins/${slug}`] : []),
    ];
    return [
      ...[...new Set(manifest.permissions)].map((name) => ({ kind: 'permission', name })),
      ...listSettings(manifest.settings).map(({ kind, name }) => ({ kind, name })),
      ...files.map((name) => ({ kind: 'file', name })),
    ].map((entry) => ({ plugin: slug, ...entry, org_id: null }));
  });
  if (entries.length > 0) await trx.insertInto('plugin_ledger').values(entries).execute();
}
