import type { PageFacts, PluginDirectory, PluginFacts } from '../access/index.ts';
import type { PluginBundle } from '../frontend/index.ts';
import {
  type FrontendPoint,
  findManifest,
  type PluginAccess,
  type PluginRecord,
  type Plugins,
  type RoutersPoint,
} from '../plugins/index.ts';

export interface PluginDirectoryOptions {
  readonly plugins: Plugins;
  readonly pluginAccess: PluginAccess;
  readonly routers: RoutersPoint;
  readonly frontend: FrontendPoint;
}

/** Tells access what the installed plugins do with permissions, as they run now. */
export function createPluginDirectory(options: PluginDirectoryOptions): PluginDirectory {
  const list = (orgId: string): PluginFacts[] =>
    options.plugins.records().flatMap((record) => {
      if (record.state === 'shadowed' || record.installedAt === null) return [];
      return describe(options, record, orgId);
    });
  return {
    list,
    find: (slug, orgId) => list(orgId).find((plugin) => plugin.slug === slug),
  };
}

function describe(
  { pluginAccess, routers, frontend }: PluginDirectoryOptions,
  record: PluginRecord,
  orgId: string,
): PluginFacts[] {
  const { slug } = record.discovered;
  const manifest = findManifest(record);
  if (!manifest) return [];
  const bundle = frontend.find(slug);
  return [
    {
      slug,
      display_name: manifest.display_name,
      enabled: pluginAccess.isEnabled(slug, orgId),
      declared: manifest.permissions,
      pending: record.pending,
      routes: (routers.find(slug)?.routes ?? []).map(({ method, path, permission, target }) => ({
        method,
        path,
        permission,
        target,
      })),
      pages: bundle ? listPages(bundle) : [],
      seed_groups: manifest.seed_groups,
    },
  ];
}

function listPages({ slug, pages, blocks }: PluginBundle): PageFacts[] {
  return [
    ...pages.map(({ path, title, permission }): PageFacts => {
      return { kind: 'page', path: `/plugins/${slug}${path === '/' ? '' : path}`, title, permission };
    }),
    ...blocks.map(({ type, title, permission }): PageFacts => {
      return { kind: 'block', path: type, title, permission };
    }),
  ];
}
