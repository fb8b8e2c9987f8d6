import { lstat } from 'node:fs/promises';
import path from 'node:path';
import type { Orphan, PluginTraces } from '@honeyframe/host';
import { sql } from 'kysely';
import type { DatabaseRoles, Queries } from '../../database/index.ts';
import type { LedgerKind } from './ledger.ts';

export interface LedgerTracesOptions {
  readonly dataDir: string;
  readonly roles: DatabaseRoles;
}

/** A thing as the ledger names it. */
interface Owned {
  readonly plugin: string;
  readonly kind: string;
  readonly name: string;
  readonly org_id: string | null;
}

/** The ledger itself: entries whose thing is gone, and things that it does not list. */
export function createLedgerTraces(options: LedgerTracesOptions): PluginTraces<Queries> {
  return {
    name: 'ledger',
    isKept: false,
    describe: async () => [],
    // Its rows go with the plugin's.
    purge: async () => async () => {},
    findOrphans: async (queries) => {
      const listed = await selectLedger(queries);
      const real = await listReality(queries, options);
      const [before, now] = [new Set(listed.map(toKey)), new Set(real.map(toKey))];
      const stale: Owned[] = [];
      for (const entry of listed) {
        if (checkedKinds.has(entry.kind) ? !now.has(toKey(entry)) : await isGone(entry, options))
          stale.push(entry);
      }
      const missing = real.filter((owned) => !before.has(toKey(owned)));
      return [
        ...stale.map((owned) => describeStale(queries, owned)),
        ...missing.map((owned) => describeMissing(queries, owned)),
      ];
    },
  };
}

/** Kinds whose things the database lists; of the others, files are looked for, and the rest is what the manifest says. */
const checkedKinds: ReadonlySet<string> = new Set<LedgerKind>([
  'schema',
  'table',
  'role',
  'migration',
  'group',
  'permission',
  'placement',
  'dbt_workspace',
]);

async function isGone({ kind, name }: Owned, { dataDir }: LedgerTracesOptions): Promise<boolean> {
  if (kind !== 'file') return false;
  return lstat(path.join(dataDir, name)).then(
    () => false,
    () => true,
  );
}

function selectLedger(queries: Queries): Promise<Owned[]> {
  return queries
    .selectFrom('plugin_ledger')
    .select(['plugin', 'kind', 'name', 'org_id'])
    .orderBy('id')
    .execute();
}

/** Everything that there is of the plugins that are known. */
async function listReality(queries: Queries, { roles }: LedgerTracesOptions): Promise<Owned[]> {
  const plugins = await queries.selectFrom('plugins').select('slug').execute();
  const rolesOf = plugins.flatMap(({ slug }) => [
    { plugin: slug, name: roles.pluginRole(slug) },
    { plugin: slug, name: roles.pluginOwnerRole(slug) },
  ]);
  const { rows } = await sql<Owned>`
    with known as (select slug as known_slug, 'plugin_' || replace(slug, '-', '_') as schema_name from plugins)
    select known_slug as plugin, 'schema' as kind, nspname::text as name, null::uuid as org_id
      from known join pg_namespace on nspname = schema_name
    union all select known_slug, 'table', schema_name || '.' || relname, null
      from known join pg_namespace n on nspname = schema_name join pg_class c on relnamespace = n.oid
      where relkind in ('r', 'p', 'm')
    union all select plugin, 'role', rolname, null
      from unnest(${rolesOf.map(({ plugin }) => plugin)}::text[], ${rolesOf.map(({ name }) => name)}::text[])
        as wanted (plugin, name) join pg_roles on rolname = name
    union all select plugin, 'migration', file, null from plugin_migrations
    union all select plugin, 'group', seed_key, plugin_seeded_groups.org_id
      from plugin_seeded_groups join groups on groups.id = group_id and owner = plugin
    union all select owner, 'permission', name, null from permissions join known on owner = known_slug
    union all select plugin, 'permission', permission, null from permission_requests join known on plugin = known_slug
    union all select plugin, 'placement', block, org_id
      from dashboard_placements join dashboards on dashboards.id = dashboard_id join known on plugin = known_slug
    union all select owner, 'dbt_workspace', dbt_workspaces.slug, null
      from dbt_workspaces join known on owner = known_slug`.execute(queries);
  return rows;
}

function toKey({ plugin, kind, name, org_id }: Owned): string {
  return JSON.stringify([plugin, kind, name, org_id]);
}

function describeStale(queries: Queries, owned: Owned): Orphan {
  const { plugin, kind, name, org_id } = owned;
  return {
    kind: 'ledger entry',
    name: describeOwned(owned),
    detail: `the ledger says that '${plugin}' owns this ${kind}, which does not exist; the entry is removed`,
    isLeftOver: false,
    remove: async () => {
      await queries
        .deleteFrom('plugin_ledger')
        .where('plugin', '=', plugin)
        .where('kind', '=', kind)
        .where('name', '=', name)
        .where(sql<boolean>`org_id is not distinct from ${org_id}::uuid`)
        .execute();
    },
  };
}

function describeMissing(queries: Queries, owned: Owned): Orphan {
  const { plugin, kind } = owned;
  return {
    kind: 'missing ledger entry',
    name: describeOwned(owned),
    detail: `the ledger does not say that '${plugin}' owns this ${kind}; the entry is added`,
    isLeftOver: false,
    remove: async () => {
      await queries
        .insertInto('plugin_ledger')
        .values(owned)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
  };
}

function describeOwned({ plugin, kind, name, org_id }: Owned): string {
  return [plugin, kind, name, org_id].filter((part) => part !== null).join(' / ');
}
