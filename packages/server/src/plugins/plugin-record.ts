import type { Diagnostic } from '@honeyframe/contract';
import type { PluginState } from '@honeyframe/contract/api';
import type { PluginManifest } from '@honeyframe/contract/manifest';
import type { Contribution, DiscoveredPlugin } from '@honeyframe/host';

/** A plugin whose manifest is valid. */
export interface InstallablePlugin extends DiscoveredPlugin {
  readonly manifest: PluginManifest;
}

/** The code that answers for a plugin. */
export interface RunningPlugin {
  /** Its root is the copy in the store; in development the folder itself. */
  readonly plugin: InstallablePlugin;
  readonly generation: string;
  readonly contributions: readonly Contribution[];
}

/** What this process knows of one plugin. */
export interface PluginRecord {
  /** The folder as it was found last; of an upload its copy in the store. */
  discovered: DiscoveredPlugin;
  state: PluginState;
  running: RunningPlugin | undefined;
  /** Found after discovery: why this version, or a newer one, does not run. */
  problems: Diagnostic[];
  /** Permissions that wait for approval. */
  pending: ReadonlySet<string>;
  pendingRemovals: readonly { kind: string; name: string }[];
  installedAt: string | null;
  /** Its uninstallation is under way. */
  isLeaving: boolean;
}

export function createRecord(discovered: DiscoveredPlugin): PluginRecord {
  return {
    discovered,
    state: discovered.state === 'valid' ? 'starting' : discovered.state,
    running: undefined,
    problems: [],
    pending: new Set(),
    pendingRemovals: [],
    installedAt: null,
    isLeaving: false,
  };
}

/** The manifest that counts: of what runs, else of what was found. */
export function findManifest({ running, discovered }: PluginRecord): PluginManifest | undefined {
  return running?.plugin.manifest ?? discovered.manifest;
}

/** A valid folder has a manifest; the type of discovery's report cannot say so. */
export function toInstallable(discovered: DiscoveredPlugin): InstallablePlugin | undefined {
  if (discovered.state !== 'valid' || !discovered.manifest) return undefined;
  return { ...discovered, manifest: discovered.manifest };
}

/** The same plugin with its code in another folder. */
export function moveTo(plugin: InstallablePlugin, root: string): InstallablePlugin {
  const move = (file: string) => `${root}${file.slice(plugin.root.length)}`;
  return {
    ...plugin,
    root,
    routers: plugin.routers.map((router) => ({ ...router, file: move(router.file) })),
  };
}
