import type { NavEntry, NavSection, Session, Shell, ShellPlugin } from '@honeyframe/contract/api';
import {
  type Access,
  findAdministrators,
  type Grants,
  isAllowed,
  isAllowedSomewhere,
} from '../access/index.ts';
import type { Queries } from '../database/index.ts';
import type { PluginBundle } from '../frontend/index.ts';
import type { Caller } from '../http/index.ts';
import {
  decidePage,
  type FrontendPoint,
  findPage,
  type InstallablePlugin,
  type PageQuestion,
  type PluginAccess,
  type Plugins,
} from '../plugins/index.ts';
import type { IconSet } from './icons.ts';
import { listPreparing } from './list-preparing.ts';
import { platformSections } from './platform-nav.ts';

export interface ShellOptions {
  readonly queries: Queries;
  readonly access: Access;
  readonly plugins: Plugins;
  readonly pluginAccess: PluginAccess;
  readonly frontend: FrontendPoint;
  readonly icons: IconSet;
}

/** What the browser shows one caller, decided here: sidebar, pages, and why a page is closed. */
export interface ShellService {
  describe(caller: Caller, orgId: string, session: Session): Promise<Shell>;
  /** A block with the caller's access to it; undefined when its plugin is not active here. */
  describeBlock(
    plugin: string,
    block: string,
    caller: Caller,
  ): Promise<{ title: string; access: PageAccess } | undefined>;
}

type PageAccess = ShellPlugin['pages'][number]['access'];

interface ActivePlugin {
  readonly plugin: InstallablePlugin;
  readonly bundle: PluginBundle;
  readonly question: PageQuestion;
}

export function createShell(options: ShellOptions): ShellService {
  const findActive = async (caller: Caller, orgId: string): Promise<ActivePlugin[]> => {
    const grants = await options.access.load(caller);
    const administrators = await findAdministrators(options.queries, orgId);
    return options.plugins.records().flatMap((record) => {
      const plugin = record.running?.plugin;
      const bundle = plugin && options.frontend.find(plugin.slug);
      if (!plugin || !bundle || !options.pluginAccess.isEnabled(plugin.slug, orgId)) return [];
      const question = { caller, grants, manifest: plugin.manifest, pending: record.pending, administrators };
      return [{ plugin, bundle, question }];
    });
  };

  return {
    describe: async (caller, orgId, session) => {
      const grants = await options.access.load(caller);
      const active = await findActive(caller, orgId);
      const nav = createNav(caller, grants, active);
      return {
        session,
        nav,
        icons: readIcons(options.icons, nav),
        plugins: active.map(describePlugin),
        preparing: listPreparing(options.plugins.records(), options.pluginAccess, orgId),
        permissions: grants.list().map((grant) => grant.permission_type),
      };
    },
    describeBlock: async (slug, type, caller) => {
      if (!caller.org) return undefined;
      const found = (await findActive(caller, caller.org.id)).find(({ plugin }) => plugin.slug === slug);
      const block = found?.bundle.blocks.find((candidate) => candidate.type === type);
      return found && block && { title: block.title, access: decidePage(found.question, block) };
    },
  };
}

function createNav(caller: Caller, grants: Grants, active: readonly ActivePlugin[]): NavSection[] {
  const own = (position: 'first' | 'last') =>
    platformSections
      .filter((section) => section.position === position)
      .map(({ key, label, entries }) => ({
        key,
        label,
        entries: entries
          .filter((entry) => isAllowed(caller, grants, entry.permission))
          .map(({ label, href, icon }) => ({ label, href, icon })),
      }));
  const plugins = active.map(({ plugin, bundle, question }) => ({
    key: plugin.slug,
    label: plugin.manifest.display_name,
    entries: createPluginEntries(plugin, bundle, question),
  }));
  return [...own('first'), ...plugins, ...own('last')].filter((section) => section.entries.length > 0);
}

/** An entry is shown when a page answers it and that page is open to the caller. */
function createPluginEntries(
  { slug, manifest }: InstallablePlugin,
  bundle: PluginBundle,
  question: PageQuestion,
): NavEntry[] {
  return manifest.nav.flatMap(({ label, path, icon = 'puzzle', permission }) => {
    const page = findPage(bundle.pages, path.slice(`/${slug}`.length) || '/');
    if (!page || !decidePage(question, page).allowed) return [];
    if (permission && !isAllowedSomewhere(question.caller, question.grants, permission)) return [];
    return [{ label, href: `/plugins${path}`, icon }];
  });
}

function describePlugin({ plugin, bundle, question }: ActivePlugin): ShellPlugin {
  return {
    slug: plugin.slug,
    display_name: plugin.manifest.display_name,
    entry: bundle.entry,
    styles: [...bundle.styles],
    pages: bundle.pages.map((page) => ({
      path: page.path,
      title: page.title,
      access: decidePage(question, page),
    })),
  };
}

function readIcons(icons: IconSet, nav: readonly NavSection[]): Record<string, string> {
  const names = new Set(nav.flatMap((section) => section.entries.map((entry) => entry.icon)));
  return Object.fromEntries([...names].map((name) => [name, icons.read(name) ?? icons.read('puzzle') ?? '']));
}
