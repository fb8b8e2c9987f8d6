import type { PluginManifest } from '@honeyframe/contract/manifest';
import type { Queries } from '../../database/index.ts';
import type { WantedGroup } from './merge/seeded-state.ts';

/** What a version seeds, apart from permissions that may be neither seeded nor granted yet. */
export function resolveWantedGroups(manifest: PluginManifest, pending: ReadonlySet<string>): WantedGroup[] {
  return manifest.seed_groups.map(({ name, permissions }) => ({
    name,
    permissions: [...new Set(permissions.filter((permission) => !pending.has(permission)))],
    waiting: permissions.filter((permission) => pending.has(permission)),
  }));
}

export function resolveDescriptions(manifest: PluginManifest | null): Record<string, string> {
  const groups = manifest?.seed_groups ?? [];
  return Object.fromEntries(groups.map(({ name, description = '' }) => [name, description]));
}

/**
 * Permissions that leave the catalogue, with every grant of them: the plugin's own that the manifest no longer declares.
 * One that an administrator let another plugin share stays, and becomes that plugin's.
 */
export async function findVanishing(
  queries: Queries,
  plugin: string,
  manifest: PluginManifest | null,
): Promise<string[]> {
  const rows = await queries
    .selectFrom('permissions')
    .select('name')
    .where('owner', '=', plugin)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('permission_requests')
            .select('plugin')
            .whereRef('permission', '=', 'permissions.name')
            .where('plugin', '!=', plugin)
            .where('state', '=', 'approved'),
        ),
      ),
    )
    .orderBy('name')
    .execute();
  const declared = new Set(manifest?.permissions);
  return rows.map(({ name }) => name).filter((name) => !declared.has(name));
}
