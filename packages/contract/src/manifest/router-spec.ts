import { findPathProblem, normalizeRelativePath } from './relative-path.ts';

/** Extensions that a router's file may have, by preference of nobody: two that fit are an error. */
export const routerExtensions = ['.ts', '.mts', '.js', '.mjs', '.py'] as const;

/** A router spec taken apart. */
export interface RouterSpec {
  /** As written in the manifest. */
  readonly spec: string;
  /** The plugin that a dotted spec names, as written (`care_home` for `care-home`); absent for a path. */
  readonly slug?: string;
  /** Without its extension, relative to the plugin's folder: `backend/routers/patients`. */
  readonly module_path: string;
  /** The files that would answer, relative to the plugin's folder. */
  readonly candidates: readonly string[];
  /** The name of the export: `router`. */
  readonly export: string;
}

/** Why a text is no router spec. */
export type RouterSpecProblem =
  | 'HF_MANIFEST_ROUTER_SPEC_INVALID'
  | 'HF_MANIFEST_PATH_OUTSIDE'
  | 'HF_MANIFEST_PATH_INVALID';

/** A router spec, or what is wrong with it. */
export type RouterSpecResult =
  | { readonly ok: true; readonly router: RouterSpec }
  | { readonly ok: false; readonly code: RouterSpecProblem };

const exportPattern = /^[A-Za-z_$][\w$]*$/;
const dottedPattern =
  /^plugins\.(_?[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*)\.([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)$/;
const maxLength = 300;

/**
 * Takes `plugins.healthcare.backend.routers.patients:router` or `./backend/routers/patients.ts:router` apart.
 * Whether the plugin is the right one, and whether the file exists, is for the caller.
 */
export function parseRouterSpec(spec: string): RouterSpecResult {
  const colon = spec.lastIndexOf(':');
  const module = spec.slice(0, Math.max(colon, 0));
  const exported = spec.slice(colon + 1);
  if (spec.length > maxLength || module === '') return invalid();
  const match = dottedPattern.exec(module);
  if (!match) return looksLikePath(module) ? parsePathSpec(spec, module, exported) : invalid();
  if (!exportPattern.test(exported)) return invalid();
  const [, slug = '', dotted = ''] = match;
  return {
    ok: true,
    router: { spec, slug, ...withExtensions(dotted.replaceAll('.', '/')), export: exported },
  };
}

/** Whether the slug of a dotted spec is this plugin's; hyphens may be written as underscores. */
export function namesPlugin(router: RouterSpec, slug: string): boolean {
  return router.slug === undefined || router.slug === slug || router.slug === slug.replaceAll('-', '_');
}

function parsePathSpec(spec: string, module: string, exported: string): RouterSpecResult {
  const problem = findPathProblem(module);
  if (problem) return { ok: false, code: problem };
  if (!module.startsWith('.') || !exportPattern.test(exported)) return invalid();
  const path = normalizeRelativePath(module);
  if (path === '' || module.endsWith('/')) return invalid();
  const extension = routerExtensions.find((known) => path.endsWith(known));
  if (extension === undefined)
    return { ok: true, router: { spec, ...withExtensions(path), export: exported } };
  const modulePath = path.slice(0, -extension.length);
  return { ok: true, router: { spec, module_path: modulePath, candidates: [path], export: exported } };
}

function looksLikePath(module: string): boolean {
  return /[/\\~]/.test(module) || module.startsWith('.') || /^[A-Za-z]:/.test(module);
}

function withExtensions(modulePath: string): Pick<RouterSpec, 'module_path' | 'candidates'> {
  return { module_path: modulePath, candidates: routerExtensions.map((extension) => modulePath + extension) };
}

function invalid(): RouterSpecResult {
  return { ok: false, code: 'HF_MANIFEST_ROUTER_SPEC_INVALID' };
}
