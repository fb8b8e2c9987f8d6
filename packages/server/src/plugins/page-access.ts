import type { PageContribution } from '@honeyframe/contract';
import type { ShellPlugin } from '@honeyframe/contract/api';
import type { PluginManifest } from '@honeyframe/contract/manifest';
import { type Grants, isAllowedSomewhere } from '../access/index.ts';
import type { Caller } from '../http/index.ts';

export type PageAccess = ShellPlugin['pages'][number]['access'];

export interface PageQuestion {
  readonly caller: Caller;
  readonly grants: Grants;
  readonly manifest: PluginManifest;
  readonly pending: ReadonlySet<string>;
  /** Who can grant what is missing. */
  readonly administrators: readonly string[];
}

/**
 * Whether a page or block is open. One without a permission is open to holders of any of the plugin's permissions. One
 * whose permission waits for approval is open to nobody, superadmins included: its routes would refuse them.
 */
export function decidePage(question: PageQuestion, page: Pick<PageContribution, 'permission'>): PageAccess {
  const { caller, grants, manifest, pending, administrators } = question;
  const wanted = page.permission ? [page.permission] : manifest.permissions;
  const active = wanted.filter((name) => !pending.has(name));
  // A page of a plugin that declares no permission: superadmins alone.
  const isFree = wanted.length === 0 && caller.user.is_superadmin;
  const allowed = isFree || active.some((name) => isAllowedSomewhere(caller, grants, name));
  if (allowed) return { allowed, missing: [], descriptions: {}, granted_by: [] };
  const descriptions = pickDescriptions(manifest, wanted);
  return { allowed, missing: wanted, descriptions, granted_by: [...administrators] };
}

function pickDescriptions(
  { permission_descriptions: known }: PluginManifest,
  names: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (known[name] === undefined ? [] : [[name, known[name]]])),
  );
}

/** Finds the page that answers a path such as `/patients/42`: literal parts count more than parameters. */
export function findPage(pages: readonly PageContribution[], path: string): PageContribution | undefined {
  const matching = pages.filter((page) => matches(page.path, path));
  return matching.find((page) => page.path === path) ?? matching[0];
}

function matches(pattern: string, path: string): boolean {
  const wanted = split(pattern);
  const given = split(path);
  const open = wanted.at(-1) === '*';
  const fixed = open ? wanted.slice(0, -1) : wanted;
  if (open ? given.length < fixed.length : given.length !== fixed.length) return false;
  return fixed.every((part, i) => part.startsWith(':') || part === given[i]);
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}
