import { validateFolder } from '@honeyframe/host';
import type { InstalledPlugin } from '../install/recall-installed.ts';
import { type InstallablePlugin, moveTo, toInstallable } from '../plugin-record.ts';
import type { PluginStore } from '../store/index.ts';

/** A version of a plugin that can be run. */
export interface PluginVersion {
  /** Its root is where the code that runs lies. */
  readonly plugin: InstallablePlugin;
  readonly generation: string;
  /** The folder that it was taken from. */
  readonly origin: string;
}

/** Where the code that runs comes from. */
export interface PluginCode {
  /** Whether versions are kept, so that there is one to go back to. */
  readonly isStored: boolean;
  /** Names a folder's content without writing anything. */
  identify(plugin: InstallablePlugin): Promise<string>;
  /** Makes a folder's content something that runs; `known` is what `identify` said just now. Throws HF_STORE_*. */
  take(plugin: InstallablePlugin, known?: string): Promise<PluginVersion>;
  /** The version that was installed last, if it is still there. */
  recall(installed: InstalledPlugin): Promise<PluginVersion | undefined>;
  /** A version that ran before, or was sent as an archive. */
  find(
    slug: string,
    generation: string,
    source: InstallablePlugin['source'],
  ): Promise<PluginVersion | undefined>;
  /** Removes a version that nobody goes back to any more. */
  forget(generation: string): Promise<void>;
}

/** What runs is always a copy that nobody edits, so that there is a version to go back to. */
export function createStoredCode(store: PluginStore): PluginCode {
  const find: PluginCode['find'] = async (slug, generation, source) => {
    if (!(await store.has(generation))) return undefined;
    const origin = store.folder(generation);
    const plugin = toInstallable(validateFolder(origin, { name: slug, source }));
    return plugin && { plugin, generation, origin };
  };
  return {
    isStored: true,
    identify: (plugin) => store.identify(plugin.root),
    take: async (plugin, known) => {
      const isThere = known !== undefined && (await store.has(known));
      const generation = isThere ? known : (await store.add(plugin.root)).generation;
      return { plugin: moveTo(plugin, store.folder(generation)), generation, origin: plugin.root };
    },
    find,
    forget: (generation) => store.remove(generation),
    recall: async ({ slug, active_generation, source, folder }) => {
      if (active_generation === null) return undefined;
      const version = await find(slug, active_generation, source as InstallablePlugin['source']);
      return version && { ...version, origin: folder };
    },
  };
}

/** In development the folder itself runs, so that Vite sees what is edited; there is no version to go back to. */
export function createInPlaceCode(store: PluginStore): PluginCode {
  return {
    isStored: false,
    identify: (plugin) => store.identify(plugin.root),
    take: async (plugin, known) => ({
      plugin,
      generation: known ?? (await store.identify(plugin.root)),
      origin: plugin.root,
    }),
    find: async () => undefined,
    forget: async () => {},
    recall: async () => undefined,
  };
}
