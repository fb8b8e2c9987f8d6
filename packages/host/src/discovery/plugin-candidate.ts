import type { PluginSource } from './discovered-plugin.ts';

/** A place that may hold a plugin, before anybody has looked into it. */
export interface PluginCandidate {
  /** The plugin's folder as found; links are not resolved yet. */
  readonly folder: string;
  /** The same with links resolved, where that is known without asking for each. */
  readonly root?: string;
  /** The name of the folder, or of the package. */
  readonly name: string;
  readonly source: PluginSource;
  /** Set when it has the name of a plugin but is no folder: what it is instead. */
  readonly kind?: string;
  /** The manifest's file name; that of a package may differ. */
  readonly manifestName: string;
  /** The manifest's path as diagnostics show it. */
  readonly file: string;
  /** A package whose declaration cannot be used: why. */
  readonly packageProblem?: string;
}
