import { systemGroups } from '@honeyframe/contract';
import type { PluginManifest } from '@honeyframe/contract/manifest';
import type { DeclaredRoute, Request } from './isolation-routes.fixture.ts';

export interface DeclaredGrant {
  readonly permission: string;
  /** Null: organisation-wide. */
  readonly target: string | null;
}

/** What is true of somebody who asks, as the test arranged it. */
export interface CallerFacts {
  readonly isKnown: boolean;
  readonly isSuperadmin?: boolean;
  readonly mustChangePassword?: boolean;
  /** Whether the organisation that the request is about is one of his. */
  readonly belongs?: boolean;
  readonly grants?: readonly DeclaredGrant[];
}

/** What is true of the plugins in the organisation that is asked about. */
export interface PluginFactsOfTest {
  readonly disabled: ReadonlySet<string>;
  /** `asks dbt.read` */
  readonly pending: ReadonlySet<string>;
}

/** The code of the refusal; undefined where the caller is let in. */
export type Refusal = string | undefined;

/**
 * What the declarations say about a request, in the order of the design. Written apart from the platform's gate: it shares
 * nothing with it but the declarations.
 */
export function expectRefusal(
  route: DeclaredRoute,
  caller: CallerFacts,
  { disabled, pending }: PluginFactsOfTest,
  request: Request,
): Refusal {
  const { owner, access } = route;
  // Of plugins too: organisations that the matrix itself makes have them enabled.
  if (access === 'public') return undefined;
  if (!caller.isKnown) return 'HF_AUTH_REQUIRED';
  if (!caller.belongs) return 'HF_ORG_NOT_FOUND';
  if (access === 'signed_in') return undefined;
  if (caller.mustChangePassword) return 'HF_AUTH_PASSWORD_CHANGE_REQUIRED';
  if (access === 'superadmin') return caller.isSuperadmin ? undefined : 'HF_ACCESS_DENIED';
  if (disabled.has(owner)) return 'HF_PLUGIN_DISABLED';
  if (access === 'member' || access === 'authenticated') return undefined;
  if (pending.has(`${owner} ${access}`)) return 'HF_ACCESS_PERMISSION_PENDING';
  if (caller.isSuperadmin) return undefined;
  const object = findObject(route, request);
  const counts = ({ permission, target }: DeclaredGrant) =>
    permission === access && (target === null || target === object);
  return caller.grants?.some(counts) ? undefined : 'HF_ACCESS_DENIED';
}

/** The object that a grant can be limited to; undefined where the route names none. */
function findObject({ target }: DeclaredRoute, { params, query }: Request): unknown {
  if (target === null) return undefined;
  const name = target.split('.')[1] ?? '';
  return target.startsWith('query.') ? query[name] : params[name];
}

/** What the groups of these names grant, as the platform and the manifests declare them. */
export function readGrants(groups: readonly string[], manifests: readonly PluginManifest[]): DeclaredGrant[] {
  const declared = [...systemGroups, ...manifests.flatMap(({ seed_groups }) => seed_groups)];
  return declared
    .filter(({ name }) => name === 'All Members' || groups.includes(name))
    .flatMap(({ permissions }) => [...permissions].map((permission) => ({ permission, target: null })));
}
