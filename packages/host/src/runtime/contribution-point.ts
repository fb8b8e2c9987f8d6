import type { Diagnostic } from '@honeyframe/contract';

/** What became of one plugin on one surface. */
export interface Contribution {
  readonly diagnostics: readonly Diagnostic[];
  /** Takes away exactly what was attached. */
  dispose(): void | Promise<void>;
}

/**
 * A surface that plugins extend: routes, pages, dbt models. Each is attached alone; one that fails leaves the plugin's
 * other surfaces as they are, unless it is essential.
 */
export interface ContributionPoint<Plugin> {
  readonly name: string;
  /** Without an essential surface the plugin is `failed`; without another one `quarantined`. */
  readonly essential: boolean;
  /** Never throws: what goes wrong is a diagnostic. */
  attach(plugin: Plugin): Promise<Contribution>;
}
