import type { Queries } from '../../database/index.ts';
import { isAnyOf, loadGroups, loadMembers, loadSeeded, type MemberRow } from './load-seeds.ts';
import type { Person } from './merge/access-changes.ts';
import type { OrgGroup, SeededGroup } from './merge/seeded-state.ts';

/** What a merge has to know about one organisation. */
export interface OrgState {
  readonly org_id: string;
  /** The organisation's slug. */
  readonly org: string;
  readonly base: readonly SeededGroup[];
  readonly current: readonly OrgGroup[];
  readonly people: readonly Person[];
}

export interface OrgStateSelection {
  readonly plugin: string;
  /** All of them when left out. */
  readonly orgs: readonly string[] | undefined;
  /** Groups that count beside the seeded ones: by name in lower case, by id, by a permission that they grant. */
  readonly names: readonly string[];
  readonly ids: readonly string[];
  readonly permissions: readonly string[];
}

export async function loadOrgStates(queries: Queries, selection: OrgStateSelection): Promise<OrgState[]> {
  const { plugin, names, ids, permissions } = selection;
  const orgs = await loadOrgs(queries, selection.orgs);
  const orgIds = orgs.map(({ org_id }) => org_id);
  const seeded = await loadSeeded(queries, plugin, orgIds);
  const seeds = [...seeded.values()].flat();
  const groups = await loadGroups(queries, {
    orgIds,
    ids: [...ids, ...seeds.flatMap(({ group_id }) => group_id ?? [])],
    names,
    permissions: [...new Set([...permissions, ...seeds.flatMap((seed) => seed.permissions)])],
  });
  const members = await loadMembers(
    queries,
    [...groups.values()].flat().map(({ id }) => id),
  );
  return orgs.map(({ org_id, org }) => {
    const own = groups.get(org_id) ?? [];
    const rows = own.flatMap(({ id }) => members.get(id) ?? []);
    const current = own.map((group) => ({ ...group, members: toUserIds(members.get(group.id)) }));
    return { org_id, org, base: seeded.get(org_id) ?? [], current, people: findPeople(rows) };
  });
}

function loadOrgs(queries: Queries, chosen: readonly string[] | undefined) {
  const select = queries
    .selectFrom('orgs')
    .select(['id as org_id', 'slug as org'])
    .orderBy('created_at')
    .orderBy('slug');
  return (chosen ? select.where(isAnyOf('id', chosen, 'uuid')) : select).execute();
}

function toUserIds(rows: readonly MemberRow[] = []): string[] {
  return rows.map(({ user_id }) => user_id);
}

/** Everybody in one of the groups whose access depends on them: once each, in the order of their addresses. */
function findPeople(rows: readonly MemberRow[]): Person[] {
  const counting = rows.filter(({ counts }) => counts);
  const people = new Map(counting.map(({ user_id, email }) => [user_id, { id: user_id, email }]));
  return [...people.values()].sort((a, b) => (a.email < b.email ? -1 : 1));
}
