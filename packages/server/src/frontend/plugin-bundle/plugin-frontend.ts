import type { BlockContribution, Diagnostic, PageContribution } from '@honeyframe/contract';

/** A plugin whose frontend is wanted. */
export interface FrontendSource {
  readonly slug: string;
  /** The plugin's folder, absolute. */
  readonly root: string;
  /** `frontend_entry` of the manifest. */
  readonly entry: string;
  /** `permissions` of the manifest: pages and blocks may ask for these only. */
  readonly permissions: readonly string[];
}

/** A frontend that can be shown. */
export interface PluginBundle {
  readonly slug: string;
  /** Names the contents; part of every address. */
  readonly hash: string;
  /** Where the files are, absolute. */
  readonly folder: string;
  /** Address that the browser imports. */
  readonly entry: string;
  /** Addresses of the style sheets that belong to the entry. */
  readonly styles: readonly string[];
  readonly pages: readonly PageContribution[];
  readonly blocks: readonly BlockContribution[];
}

/** What became of a plugin's frontend: without a bundle, the diagnostics say why. */
export interface PluginFrontend {
  readonly slug: string;
  readonly bundle?: PluginBundle;
  readonly diagnostics: readonly Diagnostic[];
}
