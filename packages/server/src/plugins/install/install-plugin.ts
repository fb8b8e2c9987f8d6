import path from 'node:path';
import { PlatformError } from '@honeyframe/contract';
import type { PluginManifest } from '@honeyframe/contract/manifest';
import { sql } from 'kysely';
import type { Database, Queries } from '../../database/index.ts';
import type { InstallablePlugin } from '../plugin-record.ts';
import { applySeeds, followDescriptions, type SeedPlan } from '../seeds/index.ts';
import { handOverPermissions } from './hand-over-permissions.ts';
import { addOrgStates, installEverywhere, installPermissions } from './install-everywhere.ts';
import { findOwned } from './ledger.ts';
import {
  describeRemovals,
  findSeededGrants,
  type PendingRemoval,
  removableKinds,
} from './pending-removals.ts';
import { applyMigrations, type UndoneMigration, undoMigrations } from './plugin-migrations.ts';
import { resolveSchemaNames } from './plugin-schema.ts';
import { retryLockedOut } from './retry-locked-out.ts';
import { settleLedger } from './settle-ledger.ts';
import { forgetUninstalled } from './uninstalled-plugins.ts';

/** A version that is to be the one that runs. */
export interface InstallOptions {
  readonly plugin: InstallablePlugin;
  readonly generation: string;
  /** The folder that it comes from; of an upload its copy in the store. */
  readonly origin: string;
  /** What ran when this was decided; undefined: nothing. Anything else by now throws HF_PLUGIN_PLAN_OUTDATED. */
  readonly expected: string | undefined;
  /** Whether a crash may take it away again: true where the next start would do the same by itself. */
  readonly isRepeatable: boolean;
  /** A confirmed plan of groups and grants, removals included. Without one nothing is taken away. */
  readonly seeds?: SeedPlan;
  /** Rolling back: the SQL of down files, the latest first. */
  readonly undo?: readonly UndoneMigration[];
  /** More to write in the same transaction. */
  readonly also?: (trx: Queries) => Promise<void>;
}

/** What an installation did. */
export interface InstallResult {
  readonly outcome: 'installed' | 'updated';
  readonly installedAt: Date;
  readonly pending: ReadonlySet<string>;
  /** What the installed state holds and the manifest no longer declares; an operator decides about it. */
  readonly pendingRemovals: readonly PendingRemoval[];
}

/**
 * Makes a version of a plugin the one that runs: its permissions, groups, tables and the row that names it, in one
 * transaction. Throws HF_MIGRATION_*, HF_PLUGIN_BUSY, HF_PLUGIN_LOCKED or HF_PLUGIN_PLAN_OUTDATED; then nothing is kept.
 */
export function installPlugin(database: Database, options: InstallOptions): Promise<InstallResult> {
  return retryLockedOut(options.plugin.manifest.name, () => attemptInstallation(database, options));
}

async function attemptInstallation(database: Database, options: InstallOptions): Promise<InstallResult> {
  const { plugin } = options;
  const { manifest } = plugin;
  return database.ownerQueries.transaction().execute(async (trx) => {
    if (options.isRepeatable) await sql`set local synchronous_commit = off`.execute(trx);
    await lockPlugin(trx, manifest.name);
    const { previous, ...upserted } = await upsertPlugin(trx, options);
    await recordGeneration(trx, options);
    const names = resolveSchemaNames(database.roles, manifest.name);
    await undoMigrations(trx, { plugin: manifest.name, names }, options.undo ?? []);
    if (manifest.migrations) {
      const folder = path.join(plugin.root, manifest.migrations);
      await applyMigrations(trx, { plugin: manifest.name, folder, names });
    }
    const pending = options.seeds
      ? await installAsPlanned(trx, manifest, options.seeds)
      : await installEverywhere(trx, manifest);
    if (previous) await followDescriptions(trx, previous, manifest);
    await settleLedger(trx, options);
    if (!options.isRepeatable) await forgetUninstalled(trx, manifest.name);
    const pendingRemovals = upserted.outcome === 'installed' ? [] : await findRemovals(trx, manifest);
    await options.also?.(trx);
    return { ...upserted, pending, pendingRemovals };
  });
}

/**
 * One step of a plugin at a time on this database, whichever process takes it; and DDL that waits for somebody's open
 * transaction gives up before requests queue behind it for long. Throws HF_PLUGIN_BUSY.
 */
export async function lockPlugin(trx: Queries, slug: string): Promise<void> {
  await sql`set local lock_timeout = '2s'`.execute(trx);
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`honeyframe plugin ${slug}`}, 0)) as taken`.execute(
    trx,
  );
  if (!rows[0]?.taken) throw new PlatformError('HF_PLUGIN_BUSY', { plugin: slug });
}

async function findRemovals(trx: Queries, manifest: PluginManifest): Promise<PendingRemoval[]> {
  const owned = await findOwned(trx, manifest.name, removableKinds);
  return describeRemovals(manifest, [...owned, ...(await findSeededGrants(trx, manifest.name))]);
}

/** As `installEverywhere`, and what the version no longer declares goes. */
async function installAsPlanned(
  trx: Queries,
  manifest: PluginManifest,
  seeds: SeedPlan,
): Promise<Set<string>> {
  const { name } = manifest;
  const pending = await installPermissions(trx, manifest);
  const orgs = await trx.selectFrom('orgs').select('id').execute();
  await addOrgStates(
    trx,
    name,
    orgs.map(({ id }) => id),
  );
  await applySeeds(trx, seeds);
  const owned = await findOwned(trx, name, removableKinds);
  const dropped = describeRemovals(manifest, owned);
  const names = dropped.filter(({ kind }) => kind === 'permission').map((removal) => removal.name);
  await handOverPermissions(trx, name, names);
  for (const removal of dropped) {
    await trx
      .deleteFrom('plugin_ledger')
      .where('plugin', '=', name)
      .where('kind', '=', removal.kind)
      .where('name', '=', removal.name)
      .execute();
  }
  return pending;
}

interface Upserted extends Pick<InstallResult, 'outcome' | 'installedAt'> {
  /** What was installed before. */
  readonly previous: PluginManifest | undefined;
}

async function upsertPlugin(
  trx: Queries,
  { plugin, generation, origin, expected }: InstallOptions,
): Promise<Upserted> {
  const { manifest, source } = plugin;
  const existing = await trx
    .selectFrom('plugins')
    .select(['active_generation', 'state', 'manifest'])
    .where('slug', '=', manifest.name)
    .forUpdate()
    .executeTakeFirst();
  const current = existing?.state === 'uninstalled' ? undefined : (existing?.active_generation ?? undefined);
  if (current !== expected) {
    const reason = 'another version runs by now';
    throw new PlatformError('HF_PLUGIN_PLAN_OUTDATED', { plugin: manifest.name, reason });
  }
  const row = {
    version: manifest.version,
    display_name: manifest.display_name,
    source,
    folder: origin,
    manifest: JSON.stringify(manifest),
    state: 'installed',
    active_generation: generation,
    updated_at: new Date(),
  };
  const { installed_at } = await trx
    .insertInto('plugins')
    .values({ slug: manifest.name, ...row })
    .onConflict((conflict) => conflict.column('slug').doUpdateSet(row))
    .returning('installed_at')
    .executeTakeFirstOrThrow();
  return {
    outcome: existing ? 'updated' : 'installed',
    installedAt: installed_at,
    previous: existing?.manifest as unknown as PluginManifest | undefined,
  };
}

async function recordGeneration(trx: Queries, { plugin, generation }: InstallOptions): Promise<void> {
  const { name, version } = plugin.manifest;
  await trx
    .insertInto('plugin_generations')
    .values({ plugin: name, generation, version, manifest: JSON.stringify(plugin.manifest) })
    .onConflict((conflict) =>
      conflict.columns(['plugin', 'generation']).doUpdateSet({ activated_at: new Date() }),
    )
    .execute();
}
