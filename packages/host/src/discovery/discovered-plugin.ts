import type { Diagnostic } from '@honeyframe/contract';
import type { PluginManifest } from '@honeyframe/contract/manifest';

/** Where a plugin comes from: the installation, the customer's data folder, or an installed npm package. */
export type PluginSource = 'bundled' | 'customer' | 'package';

/** A router of the manifest with the file that answers for it. */
export interface ResolvedRouter {
  /** As written in the manifest. */
  readonly spec: string;
  /** Absolute path, links resolved, inside the plugin's root. */
  readonly file: string;
  /** The name of the export. */
  readonly export: string;
  readonly language: 'typescript' | 'javascript' | 'python';
}

/** `invalid` has errors; `shadowed` is the same plugin found again at a place that counts less. */
export type DiscoveryState = 'valid' | 'invalid' | 'shadowed';

/** One folder that is, or was meant to be, a plugin. */
export interface DiscoveredPlugin {
  /** The name of the folder; of a package the manifest's name, or the package's where there is none. */
  readonly slug: string;
  readonly source: PluginSource;
  readonly state: DiscoveryState;
  /** The plugin's folder, links resolved. */
  readonly root: string;
  /** The path of plugin.yaml as diagnostics show it. */
  readonly manifest_file: string;
  /** Present when plugin.yaml itself has no error; the folder may still have one. */
  readonly manifest?: PluginManifest;
  /** Those of the manifest's routers that were found. */
  readonly routers: readonly ResolvedRouter[];
  /** The root of the plugin that is used instead. */
  readonly shadowed_by?: string;
  /** Whether there is a plugin.yaml; a leftover folder takes nobody's name away. */
  readonly has_manifest: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Everything found in all roots, ordered by slug. */
export interface DiscoveryReport {
  readonly install_dir: string;
  readonly data_dir?: string;
  readonly plugins: readonly DiscoveredPlugin[];
  /** Problems that belong to no plugin: a root that cannot be read, say. */
  readonly diagnostics: readonly Diagnostic[];
}
