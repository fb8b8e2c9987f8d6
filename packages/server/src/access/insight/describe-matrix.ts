import type { Group, Matrix, MatrixColumn, MatrixRow } from '@honeyframe/contract/api';
import type { Queries } from '../../database/index.ts';
import { findGroups } from '../group-store.ts';
import { findLockReason } from '../groups.ts';
import { PLATFORM_OWNER } from '../permission-catalogue.ts';
import type { PluginFacts } from '../plugin-facts.ts';
import { findClaims } from './describe-permissions.ts';

/** Groups × permissions of one organisation, columns by the plugin that brought them. */
export async function describeMatrix(
  queries: Queries,
  orgId: string,
  plugins: readonly PluginFacts[],
): Promise<Matrix> {
  const [groups, permissions, claims] = await Promise.all([
    findGroups(queries, orgId),
    queries.selectFrom('permissions').selectAll().orderBy('name').execute(),
    findClaims(queries),
  ]);
  const owned = Map.groupBy(permissions, ({ owner }) => owner);
  const headings = listHeadings(plugins, [...owned.keys()]);
  const toColumn = ({ name, description }: { name: string; description: string }, plugin: string) => ({
    permission: name,
    plugin,
    description,
    shared_with: claims.get(`approved ${name}`) ?? [],
  });
  const columns = headings.flatMap(({ slug, pending }): MatrixColumn[] => [
    ...(owned.get(slug) ?? []).map((row) => ({ ...toColumn(row, slug), state: 'active' as const })),
    ...permissions
      .filter(({ name, owner }) => owner !== slug && pending.has(name))
      .map((row) => ({ ...toColumn(row, slug), state: 'pending' as const })),
  ]);
  const used = new Set(columns.map(({ plugin }) => plugin));
  return {
    plugins: headings
      .filter(({ slug }) => used.has(slug))
      .map(({ slug, display_name, enabled }) => ({ slug, display_name, enabled })),
    columns,
    groups: groups.map(toRow),
  };
}

type Heading = Pick<PluginFacts, 'slug' | 'display_name' | 'enabled' | 'pending'>;

/** The platform, then plugins by name; one whose folder is gone keeps its permissions, and is not enabled. */
function listHeadings(plugins: readonly PluginFacts[], owners: readonly string[]): Heading[] {
  const known = new Set(plugins.map(({ slug }) => slug));
  const gone = owners.filter((owner) => owner !== PLATFORM_OWNER && !known.has(owner));
  const nothing = new Set<string>();
  return [
    { slug: PLATFORM_OWNER, display_name: 'Platform', enabled: true, pending: nothing },
    ...[
      ...plugins,
      ...gone.map((slug) => ({ slug, display_name: slug, enabled: false, pending: nothing })),
    ].sort((a, b) => a.display_name.localeCompare(b.display_name)),
  ];
}

function toRow(group: Group): MatrixRow {
  const { id, name, owner, system_key, member_count, grants } = group;
  const granted = grants.filter(({ target_id }) => target_id === null).map((grant) => grant.permission_type);
  return {
    id,
    name,
    owner,
    system_key,
    member_count,
    granted,
    scoped: grants.flatMap(({ permission_type, target_id }) =>
      target_id === null ? [] : [{ permission_type, target_id }],
    ),
    locked: granted.flatMap((permission_type) => {
      const reason = findLockReason(group, permission_type);
      return reason ? [{ permission_type, reason }] : [];
    }),
  };
}
