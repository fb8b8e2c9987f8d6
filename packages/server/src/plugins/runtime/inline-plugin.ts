import type { PluginManifest } from '@honeyframe/contract/manifest';

/** A router file of a plugin, resolved inside its folder. */
export interface ResolvedRouterFile {
  /** As the manifest writes it. */
  readonly spec: string;
  /** Absolute path. */
  readonly file: string;
  readonly export: string;
}

/** What the inline runtime needs to run a plugin. */
export interface InlinePlugin {
  readonly manifest: PluginManifest;
  /** The folder that runs; absolute. */
  readonly root: string;
  readonly routers: readonly ResolvedRouterFile[];
}
