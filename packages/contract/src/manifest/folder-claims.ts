import { recordsOf } from './manifest-finding.ts';
import { isNavPath } from './nav-path.ts';
import { isPluginSlug } from './plugin-slug.ts';
import type { RawManifest } from './raw-manifest.ts';
import { findPathProblem } from './relative-path.ts';
import { namesPlugin, type RouterSpec } from './router-spec.ts';

/** Fields that name something in the plugin's folder. */
export const targetFields = ['dbt_workspace', 'frontend_entry', 'migrations'] as const;

/**
 * What a manifest says about its folder, as far as each statement is right in itself. A manifest with errors has them
 * too, so that problems of the folder are found in the same pass.
 */
export interface FolderClaims {
  /** The name as written. */
  readonly name?: string;
  readonly routers: readonly { readonly index: number; readonly router: RouterSpec }[];
  readonly targets: Readonly<Partial<Record<(typeof targetFields)[number], string>>>;
  /** Whether a frontend is named at all, rightly or wrongly. */
  readonly has_frontend: boolean;
  readonly nav: readonly NavClaim[];
}

/** An entry of the sidebar: the path relative to the plugin, if it is the plugin's own, and the icon. */
export interface NavClaim {
  readonly index: number;
  readonly path?: string;
  readonly page?: string;
  readonly icon?: string;
}

/** The claims of a manifest that cannot be read at all. */
export const noClaims: FolderClaims = { routers: [], targets: {}, has_frontend: false, nav: [] };

/** Collects what can be compared with the folder. */
export function findFolderClaims({ fields: value, routers }: RawManifest): FolderClaims {
  const name = typeof value.name === 'string' ? value.name : undefined;
  const slug = name !== undefined && isPluginSlug(name) ? name : undefined;
  return {
    ...(name !== undefined && { name }),
    routers: claimedRouters(routers, slug),
    targets: claimedTargets(value),
    has_frontend: value.frontend_entry !== undefined,
    nav: claimedNav(value.nav, slug),
  };
}

function claimedRouters(routers: RawManifest['routers'], slug: string | undefined): FolderClaims['routers'] {
  return routers.slice(0, maxClaims).flatMap(({ index, parsed }) => {
    const own = parsed.ok && (slug === undefined || namesPlugin(parsed.router, slug));
    return own ? [{ index, router: parsed.router }] : [];
  });
}

/** The schema allows no more, and each costs a look at the disk. */
const maxClaims = 100;

function claimedTargets(value: Readonly<Record<string, unknown>>): FolderClaims['targets'] {
  const targets: Partial<Record<(typeof targetFields)[number], string>> = {};
  for (const field of targetFields) {
    const path = value[field];
    if (typeof path === 'string' && path !== '' && !findPathProblem(path)) targets[field] = path;
  }
  return targets;
}

function claimedNav(value: unknown, slug: string | undefined): NavClaim[] {
  return recordsOf(value)
    .slice(0, maxClaims)
    .map(([index, { path, icon }]) => ({
      index,
      ...(slug !== undefined && typeof path === 'string' && claimPage(path, slug)),
      ...(typeof icon === 'string' && { icon }),
    }));
}

function claimPage(path: string, slug: string): Pick<NavClaim, 'path' | 'page'> {
  if (!isNavPath(path)) return {};
  if (path !== `/${slug}` && !path.startsWith(`/${slug}/`)) return {};
  return { path, page: path.slice(slug.length + 2) };
}
