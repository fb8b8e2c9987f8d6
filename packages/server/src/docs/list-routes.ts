import type { ApiTable, EndpointAccess } from '@honeyframe/contract/api';
import { z } from 'zod';
import { type Grants, isAllowed, isAllowedSomewhere } from '../access/index.ts';
import type { Caller } from '../http/index.ts';
import type { PluginAccess, Plugins, RoutersPoint } from '../plugins/index.ts';
import type { DocumentedRoute } from './documented-route.ts';

export interface RouteSources {
  readonly tables: readonly ApiTable[];
  readonly plugins: Plugins;
  readonly pluginAccess: PluginAccess;
  readonly routers: RoutersPoint;
}

/** Every route that the caller may use, the platform's first. */
export function listRoutes(sources: RouteSources, caller: Caller, grants: Grants): DocumentedRoute[] {
  const own = sources.tables.flatMap(describeTable).filter(({ access }) => isOpen(access, caller, grants));
  return [...own.map(({ route }) => route), ...listPluginRoutes(sources, caller, grants)];
}

function describeTable(table: ApiTable): { access: EndpointAccess; route: DocumentedRoute }[] {
  return Object.values(table).map(({ access, method, path, summary, params, query, body, output }) => ({
    access,
    route: {
      owner: 'platform',
      method,
      path,
      summary,
      permission: accessNames[access] ?? access,
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(body ? { body } : {}),
      ...(output === 'raw' ? {} : { output }),
    },
  }));
}

const accessNames: Readonly<Record<string, string>> = {
  public: 'nobody in particular',
  signed_in: 'somebody who is signed in',
  member: 'a member of the organisation',
  superadmin: 'a superadmin',
};

function isOpen(access: EndpointAccess, caller: Caller, grants: Grants): boolean {
  if (access === 'superadmin') return caller.user.is_superadmin;
  if (access in accessNames) return true;
  return isAllowed(caller, grants, access);
}

function listPluginRoutes(
  { plugins, pluginAccess, routers }: RouteSources,
  caller: Caller,
  grants: Grants,
): DocumentedRoute[] {
  // A grant for one object opens only routes that ask about objects.
  const holds = (permission: string, target: string | undefined) =>
    (target === undefined ? isAllowed : isAllowedSomewhere)(caller, grants, permission);
  const slugs = plugins.records().map((record) => record.discovered.slug);
  return [...new Set(slugs)].flatMap((slug) => {
    if (!caller.org || !pluginAccess.isEnabled(slug, caller.org.id)) return [];
    const pending = plugins.find(slug)?.pending;
    const open = (routers.find(slug)?.routes ?? []).filter(
      ({ permission, target }) =>
        permission === 'public' ||
        permission === 'authenticated' ||
        (!pending?.has(permission) && holds(permission, target)),
    );
    return open.map(({ method, path, permission, summary = '', schema }) => ({
      owner: slug,
      method,
      path,
      summary,
      permission,
      ...pickSchemas(schema),
    }));
  });
}

function pickSchemas(
  schema: RegisteredSchema,
): Pick<DocumentedRoute, 'params' | 'query' | 'body' | 'output'> {
  const { params, querystring: query, body, response } = (schema ?? {}) as Record<string, unknown>;
  const output = Object.entries((response ?? {}) as Record<string, unknown>).find(([status]) =>
    status.startsWith('2'),
  )?.[1];
  const parts = { params, query, body, output };
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part instanceof z.ZodType));
}

type RegisteredSchema = NonNullable<ReturnType<RoutersPoint['find']>>['routes'][number]['schema'];
