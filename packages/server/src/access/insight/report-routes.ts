import type { RouteReport } from '@honeyframe/contract/api';
import type { Queries } from '../../database/index.ts';
import { openRoutes, type PageFacts, type PluginFacts, type RouteFacts } from '../plugin-facts.ts';
import { findHolders, findHoldingGroups, type Holders, type HoldingGroup } from './holders.ts';

type Entry = Pick<RouteReport['routes'][number], 'state' | 'groups' | 'people'>;

/** A plugin's routes and pages with who can use each, and where declaration and use do not fit together. */
export async function reportRoutes(
  queries: Queries,
  orgId: string,
  plugin: PluginFacts,
): Promise<RouteReport> {
  const used = listUsed(plugin);
  const names = [...new Set([...plugin.declared, ...used])];
  const [catalogue, groups, holders, members] = await Promise.all([
    findKnown(queries, names),
    findHoldingGroups(queries, orgId),
    findHolders(queries, orgId, names),
    countMembers(queries, orgId),
  ]);
  const reach: Reach = { plugin, catalogue, groups, holders, members };
  const stateOf = (name: string) => findState(reach, name);
  return {
    plugin: plugin.slug,
    display_name: plugin.display_name,
    enabled: plugin.enabled,
    routes: plugin.routes.map((route) => describeRoute(reach, route)),
    pages: plugin.pages.map((page) => describePage(reach, page)),
    unused: plugin.declared.filter((name) => !used.has(name)),
    dead: [...used].filter((name) => stateOf(name) !== 'active'),
    unheld: [...used].filter((name) => stateOf(name) === 'active' && !groups.has(name)),
  };
}

interface Reach {
  readonly plugin: PluginFacts;
  readonly catalogue: ReadonlySet<string>;
  readonly groups: ReadonlyMap<string, readonly HoldingGroup[]>;
  readonly holders: ReadonlyMap<string, Holders>;
  readonly members: number;
}

function listUsed({ routes, pages }: PluginFacts): Set<string> {
  const names = [...routes, ...pages].map(({ permission }) => permission);
  return new Set(names.filter((name) => name !== undefined && !(name in openRoutes)) as string[]);
}

function describeRoute(reach: Reach, { method, path, permission, target }: RouteFacts) {
  const open = openRoutes[permission];
  const entry: Entry = open
    ? { state: open, groups: [], people: reach.members }
    : describeHolders(reach, [permission], target !== undefined);
  return { method, path, permission, target: target ?? null, ...entry };
}

/** A page lists what is open to its reader, so a grant for one object opens it. */
function describePage(reach: Reach, { kind, path, title, permission }: PageFacts) {
  const wanted = permission ? [permission] : reach.plugin.declared;
  return { kind, path, title, permission: permission ?? null, ...describeHolders(reach, wanted, true) };
}

function describeHolders(reach: Reach, names: readonly string[], objects: boolean): Entry {
  const open = names.filter((name) => findState(reach, name) === 'active');
  const [first = ''] = names;
  if (open.length === 0)
    return { state: first ? findState(reach, first) : 'undeclared', groups: [], people: 0 };
  const groups = new Map<string, HoldingGroup>();
  const people = new Set<string>();
  for (const name of open) {
    for (const group of reach.groups.get(name) ?? []) {
      if ((!group.scoped || objects) && groups.get(group.id)?.scoped !== false) groups.set(group.id, group);
    }
    const held = reach.holders.get(name);
    for (const id of (objects ? held?.somewhere : held?.everywhere) ?? []) people.add(id);
  }
  return { state: 'active', groups: [...groups.values()], people: people.size };
}

function findState({ plugin, catalogue }: Reach, name: string): Entry['state'] {
  if (!plugin.declared.includes(name)) return 'undeclared';
  if (plugin.pending.has(name)) return 'pending';
  return catalogue.has(name) ? 'active' : 'unknown';
}

async function findKnown(queries: Queries, names: readonly string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const rows = await queries
    .selectFrom('permissions')
    .select('name')
    .where('name', 'in', [...names])
    .execute();
  return new Set(rows.map(({ name }) => name));
}

async function countMembers(queries: Queries, orgId: string): Promise<number> {
  const { members } = await queries
    .selectFrom('user_orgs')
    .innerJoin('users', 'users.id', 'user_orgs.user_id')
    .select((eb) => eb.fn.countAll<string>().as('members'))
    .where('user_orgs.org_id', '=', orgId)
    .where('users.active', '=', true)
    .executeTakeFirstOrThrow();
  return Number(members);
}
