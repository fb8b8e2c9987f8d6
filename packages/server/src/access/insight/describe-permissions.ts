import type { ApiTable, PermissionType } from '@honeyframe/contract/api';
import type { Queries } from '../../database/index.ts';
import { PLATFORM_OWNER } from '../permission-catalogue.ts';
import type { PluginFacts } from '../plugin-facts.ts';
import { countHolders, findHoldingGroups } from './holders.ts';

export interface DescribePermissionsOptions {
  readonly queries: Queries;
  readonly orgId: string;
  readonly plugins: readonly PluginFacts[];
  /** The platform's own routes. */
  readonly tables: readonly ApiTable[];
}

/** The catalogue, by owner and name: who holds each permission here, and what answers by it. */
export async function describePermissions(options: DescribePermissionsOptions): Promise<PermissionType[]> {
  const { queries, orgId, plugins } = options;
  const [rows, claims, groups, people] = await Promise.all([
    findPermissions(queries),
    findClaims(queries),
    findHoldingGroups(queries, orgId),
    countHolders(queries, orgId),
  ]);
  const routes = listRoutes(options);
  const pages = listPages(plugins);
  return rows.map(({ name, owner, description }) => ({
    name,
    owner,
    description,
    state: 'active',
    shared_with: claims.get(`approved ${name}`) ?? [],
    requested_by: claims.get(`pending ${name}`) ?? [],
    groups: groups.get(name) ?? [],
    people: people.get(name) ?? 0,
    used_by_routes: routes.get(name) ?? [],
    used_by_pages: pages.get(name) ?? [],
  }));
}

/** The platform's first. */
function findPermissions(queries: Queries) {
  return queries
    .selectFrom('permissions')
    .selectAll()
    .orderBy((eb) => eb('owner', '!=', PLATFORM_OWNER))
    .orderBy('owner')
    .orderBy('name')
    .execute();
}

/** Plugins that asked for a permission which they do not own, by `<state> <permission>`. */
export async function findClaims(queries: Queries): Promise<Map<string, string[]>> {
  const rows = await queries
    .selectFrom('permission_requests')
    .select(['permission', 'plugin', 'state'])
    .orderBy('plugin')
    .execute();
  return collect(rows.map(({ permission, plugin, state }) => [`${state} ${permission}`, plugin]));
}

function listRoutes({ plugins, tables }: DescribePermissionsOptions): Map<string, string[]> {
  const own = tables.flatMap((table) => Object.values(table));
  const routes = [
    ...own.map(({ access, method, path }) => ({ permission: access as string, method, path })),
    ...plugins.flatMap((plugin) => plugin.routes),
  ];
  return collect(routes.map(({ permission, method, path }) => [permission, `${method} ${path}`]));
}

function listPages(plugins: readonly PluginFacts[]): Map<string, string[]> {
  return collect(
    plugins.flatMap(({ slug, pages }) =>
      pages.flatMap(({ permission, title }): [string, string][] =>
        permission ? [[permission, `${slug}: ${title}`]] : [],
      ),
    ),
  );
}

function collect(entries: readonly (readonly [string, string])[]): Map<string, string[]> {
  return new Map([...Map.groupBy(entries, ([key]) => key)].map(([key, all]) => [key, all.map(([, v]) => v)]));
}
