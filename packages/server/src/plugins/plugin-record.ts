import type { Diagnostic } from '@honeyframe/contract';
import type { PluginState } from '@honeyframe/contract/api';
import type { Contribution, DiscoveredPlugin } from '@honeyframe/host';
import type { InstallablePlugin } from './install/install-plugin.ts';

/** What this process knows of one folder that is, or was meant to be, a plugin. */
export interface PluginRecord {
  readonly discovered: DiscoveredPlugin;
  state: PluginState;
  /** Found after discovery: while installing and attaching. */
  readonly problems: Diagnostic[];
  readonly contributions: Contribution[];
  /** Permissions that wait for approval. */
  pending: ReadonlySet<string>;
  pendingRemovals: readonly { kind: string; name: string }[];
  installedAt: string | null;
}

export function createRecord(discovered: DiscoveredPlugin): PluginRecord {
  return {
    discovered,
    state: discovered.state === 'valid' ? 'starting' : discovered.state,
    problems: [],
    contributions: [],
    pending: new Set(),
    pendingRemovals: [],
    installedAt: null,
  };
}

/** A valid folder has a manifest; the type of discovery's report cannot say so. */
export function toInstallable(discovered: DiscoveredPlugin): InstallablePlugin | undefined {
  if (discovered.state !== 'valid' || !discovered.manifest) return undefined;
  return { ...discovered, manifest: discovered.manifest };
}
