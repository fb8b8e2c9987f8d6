import path from 'node:path';
import type { PluginManifest } from '@honeyframe/contract/manifest';
import type { DiscoveredPlugin } from '@honeyframe/host';
import { sql } from 'kysely';
import { registerPermissions } from '../../access/index.ts';
import type { Database, Queries } from '../../database/index.ts';
import { findOwned, recordOwnership } from './ledger.ts';
import { applyMigrations } from './plugin-migrations.ts';
import { resolveSchemaNames } from './plugin-schema.ts';
import { seedGroups } from './seed-groups.ts';

/** A plugin whose manifest is valid. */
export interface InstallablePlugin extends DiscoveredPlugin {
  readonly manifest: PluginManifest;
}

/** What an installation did. */
export interface InstallResult {
  /** `unchanged` over restarts. */
  readonly outcome: 'installed' | 'updated' | 'unchanged';
  readonly installedAt: Date;
  readonly pending: ReadonlySet<string>;
  /** What the installed state holds and the manifest no longer declares; an operator decides about it. */
  readonly pendingRemovals: readonly { kind: string; name: string }[];
}

/**
 * Installs a plugin on first sight, and applies a changed version additively; both in one transaction. Removals are
 * left to the operator: they show as pending. Throws HF_MIGRATION_*; then nothing is kept.
 */
export async function installPlugin(database: Database, plugin: InstallablePlugin): Promise<InstallResult> {
  return database.ownerQueries.transaction().execute(async (trx) => {
    const { manifest } = plugin;
    // Not waited for on the disk: an installation that a crash takes away is made again by the next start.
    await sql`set local synchronous_commit = off`.execute(trx);
    const upserted = await upsertPlugin(trx, plugin);
    const pending = await installPermissions(trx, manifest);
    if (manifest.migrations) {
      await applyMigrations(trx, {
        plugin: manifest.name,
        folder: path.join(plugin.root, manifest.migrations),
        names: resolveSchemaNames(database.roles, manifest.name),
      });
    }
    const orgs = await trx.selectFrom('orgs').select('id').execute();
    for (const org of orgs) await installInOrg(trx, { manifest, orgId: org.id, pending });
    const owned = upserted.outcome === 'installed' ? [] : await findOwned(trx, manifest.name, removableKinds);
    return { ...upserted, pending, pendingRemovals: describeRemovals(manifest, owned) };
  });
}

/** Gives an organisation what an installed plugin brings; the same for one that is made later. */
export async function installInOrg(
  queries: Queries,
  { manifest, orgId, pending }: { manifest: PluginManifest; orgId: string; pending: ReadonlySet<string> },
): Promise<void> {
  await queries
    .insertInto('plugin_org_state')
    .values({ plugin: manifest.name, org_id: orgId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await seedGroups(queries, { manifest, orgId, pending });
  const groups = manifest.seed_groups.map(({ name }) => ({ kind: 'group' as const, name, org_id: orgId }));
  await recordOwnership(queries, manifest.name, groups);
}

async function installPermissions(queries: Queries, manifest: PluginManifest): Promise<Set<string>> {
  const declared = manifest.permissions.map((name) => ({ name, description: '' }));
  const { pending } = await registerPermissions(queries, manifest.name, declared);
  const entries = manifest.permissions.map((name) => ({ kind: 'permission' as const, name }));
  await recordOwnership(queries, manifest.name, entries);
  return new Set(pending);
}

async function upsertPlugin(
  queries: Queries,
  plugin: InstallablePlugin,
): Promise<Pick<InstallResult, 'outcome' | 'installedAt'>> {
  const { manifest, source, root } = plugin;
  const existing = await queries
    .selectFrom('plugins')
    .select(['version', 'installed_at'])
    .where('slug', '=', manifest.name)
    .forUpdate()
    .executeTakeFirst();
  const row = {
    version: manifest.version,
    display_name: manifest.display_name,
    source,
    folder: root,
    manifest: JSON.stringify(manifest),
    state: 'installed',
  };
  if (!existing) {
    const { installed_at } = await queries
      .insertInto('plugins')
      .values({ slug: manifest.name, ...row })
      .returning('installed_at')
      .executeTakeFirstOrThrow();
    return { outcome: 'installed', installedAt: installed_at };
  }
  const changed = existing.version !== manifest.version;
  await queries
    .updateTable('plugins')
    .set(changed ? { ...row, updated_at: new Date() } : row)
    .where('slug', '=', manifest.name)
    .execute();
  return { outcome: changed ? 'updated' : 'unchanged', installedAt: existing.installed_at };
}

/** Kinds of things that a manifest declares by name. */
export const removableKinds = ['permission', 'group'] as const;

/** What is owned and no longer declared, each once however many organisations have it. */
export function describeRemovals(
  manifest: PluginManifest,
  owned: readonly { kind: string; name: string }[],
): { kind: string; name: string }[] {
  const declared = new Set([
    ...manifest.permissions.map((name) => `permission ${name}`),
    ...manifest.seed_groups.map(({ name }) => `group ${name}`),
  ]);
  const gone = owned.filter(({ kind, name }) => !declared.has(`${kind} ${name}`));
  const removals = new Map(gone.map(({ kind, name }) => [`${kind} ${name}`, { kind, name }]));
  return [...removals.values()].sort((a, b) => b.kind.localeCompare(a.kind));
}
