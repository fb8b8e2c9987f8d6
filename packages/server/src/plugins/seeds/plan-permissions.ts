import type { PermissionChange, PermissionHolder } from '@honeyframe/contract/api';
import type { PluginManifest } from '@honeyframe/contract/manifest';
import { type SqlBool, sql } from 'kysely';
import type { Queries } from '../../database/index.ts';
import { isAnyOf } from './load-seeds.ts';

export interface PermissionPlan {
  readonly changes: readonly PermissionChange[];
  /** Declared, and to be neither seeded nor granted until an administrator approves. */
  readonly pending: ReadonlySet<string>;
}

/**
 * Computes what a version declares of the catalogue, or its absence leaves behind. Names that somebody else owns are
 * always listed, the plugin's own only when they come or go.
 */
export async function planPermissions(
  queries: Queries,
  slug: string,
  manifest: PluginManifest | null,
): Promise<PermissionPlan> {
  const declared = [...new Set(manifest?.permissions)].sort();
  const catalogue = await loadCatalogue(queries, slug, declared);
  const requests = await loadRequests(queries, [...catalogue.keys()]);
  const drafts = [
    ...declared.flatMap((name) => judgeDeclared(slug, name, catalogue.get(name), requests)),
    ...[...catalogue.values()]
      .filter(({ name }) => !declared.includes(name))
      .map((entry) => judgeDropped(slug, entry, requests)),
  ];
  const holders = await loadHolders(
    queries,
    drafts.map(({ permission }) => permission),
  );
  const changes = drafts.map((draft) => ({
    ...draft,
    description: describe(draft, catalogue.get(draft.permission), manifest),
    holders: holders.get(draft.permission) ?? [],
  }));
  const waiting = changes.filter(({ kind, state }) => kind === 'requested' && state !== 'approved');
  return { changes, pending: new Set(waiting.map(({ permission }) => permission)) };
}

/** Of a name that is new as the plugin says; the words of one that is there are its owner's. */
function describe(
  { permission }: Draft,
  entry: CatalogueEntry | undefined,
  manifest: PluginManifest | null,
): string {
  return entry?.description ?? manifest?.permission_descriptions[permission] ?? '';
}

interface CatalogueEntry {
  readonly name: string;
  readonly owner: string;
  readonly description: string;
}

interface Request {
  readonly permission: string;
  readonly plugin: string;
  readonly state: 'pending' | 'approved' | 'refused';
}

type Draft = Omit<PermissionChange, 'holders' | 'description'>;

/** Declared names, those that the plugin owns, and those that it asked for. */
async function loadCatalogue(queries: Queries, slug: string, declared: readonly string[]) {
  const rows = await queries
    .selectFrom('permissions')
    .select(['name', 'owner', 'description'])
    .where((eb) =>
      eb.or([
        isAnyOf('name', declared, 'text'),
        eb('owner', '=', slug),
        sql<SqlBool>`name in (select permission from permission_requests where plugin = ${slug})`,
      ]),
    )
    .orderBy('name')
    .execute();
  return new Map(rows.map((row) => [row.name, row]));
}

async function loadRequests(
  queries: Queries,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly Request[]>> {
  const rows = await queries
    .selectFrom('permission_requests')
    .select(['permission', 'plugin', 'state'])
    .where(isAnyOf('permission', names, 'text'))
    .orderBy('created_at')
    .orderBy('plugin')
    .execute();
  return Map.groupBy(rows, ({ permission }) => permission);
}

function judgeDeclared(
  slug: string,
  permission: string,
  entry: CatalogueEntry | undefined,
  requests: ReadonlyMap<string, readonly Request[]>,
): Draft[] {
  if (!entry) return [{ permission, kind: 'added', owner: slug, state: null, wanted_by: [] }];
  if (entry.owner === slug) return [];
  const { own, others } = splitRequests(slug, requests.get(permission));
  const state = own?.state ?? 'pending';
  return [{ permission, kind: 'requested', owner: entry.owner, state, wanted_by: toPlugins(others) }];
}

function judgeDropped(
  slug: string,
  { name: permission, owner }: CatalogueEntry,
  requests: ReadonlyMap<string, readonly Request[]>,
): Draft {
  const { own, others } = splitRequests(slug, requests.get(permission));
  if (owner !== slug)
    return { permission, kind: 'withdrawn', owner, state: own?.state ?? null, wanted_by: toPlugins(others) };
  const heir = others.find(({ state }) => state === 'approved');
  const kind = heir ? 'handed_over' : 'removed';
  return { permission, kind, owner: heir?.plugin ?? slug, state: null, wanted_by: toPlugins(others) };
}

function splitRequests(slug: string, requests: readonly Request[] = []) {
  return {
    own: requests.find(({ plugin }) => plugin === slug),
    others: requests.filter(({ plugin, state }) => plugin !== slug && state !== 'refused'),
  };
}

function toPlugins(requests: readonly Request[]): string[] {
  return requests.map(({ plugin }) => plugin);
}

/** Groups that grant a permission, in every organisation. */
async function loadHolders(
  queries: Queries,
  names: readonly string[],
): Promise<Map<string, PermissionHolder[]>> {
  const rows = await queries
    .selectFrom('group_permissions')
    .innerJoin('groups', 'groups.id', 'group_permissions.group_id')
    .innerJoin('orgs', 'orgs.id', 'groups.org_id')
    .select(['permission_type', 'orgs.id as org_id', 'orgs.slug as org', 'groups.id as group_id'])
    .select('groups.name as group')
    .select(sql<boolean>`bool_and(group_permissions.target_id is not null)`.as('scoped'))
    .select(
      sql<number>`(select count(*)::int from user_orgs where user_orgs.org_id = orgs.id and (
        groups.system_key = 'all_members' or exists (select from user_groups
          where user_groups.group_id = groups.id and user_groups.user_id = user_orgs.user_id)))`.as(
        'members',
      ),
    )
    .where(isAnyOf('permission_type', names, 'text'))
    .groupBy(['permission_type', 'orgs.id', 'groups.id'])
    .orderBy('orgs.slug')
    .orderBy('groups.name')
    .execute();
  const holders = Map.groupBy(rows, ({ permission_type }) => permission_type);
  return new Map(
    [...holders].map(([name, own]) => [name, own.map(({ permission_type: _, ...holder }) => holder)]),
  );
}
