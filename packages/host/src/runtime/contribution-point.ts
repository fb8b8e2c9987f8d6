import type { Diagnostic } from '@honeyframe/contract';

/** Something that a plugin brings to a surface, as a plan shows it: a route, a page, a model. */
export interface Offer {
  readonly surface: 'routes' | 'pages' | 'blocks' | 'dbt';
  readonly name: string;
  /** What matters about it to whoever decides: a route's permission. A change of it is a change of the thing. */
  readonly detail: string | null;
}

/** What a plugin has on one surface. */
export interface Contribution {
  readonly offers: readonly Offer[];
  /** Takes away exactly what was attached. */
  dispose(): void | Promise<void>;
}

/** What a plugin would have on one surface: loaded, built and checked, but nothing that runs has been touched. */
export interface PreparedContribution<Transaction = unknown> {
  readonly offers: readonly Offer[];
  readonly diagnostics: readonly Diagnostic[];
  /**
   * Looks longer than a step can wait, for whoever reads a plan before deciding; what it finds decides about nothing.
   * Never throws.
   */
  examine?(): Promise<readonly Diagnostic[]>;
  /** Writes what belongs to it in the transaction of the step; absent where there is nothing to write. */
  commit?(transaction: Transaction): Promise<void>;
  /** Puts it in the place of what the plugin had here before, which is disposed of afterwards. */
  activate(): Contribution | Promise<Contribution>;
  /** Gives up what was prepared; called instead of `activate`. */
  discard(): void | Promise<void>;
}

export interface PrepareOptions {
  /** Absolute folder for what would be kept in caches; set when nothing may be kept. */
  readonly scratch?: string | undefined;
}

/**
 * A surface that plugins extend: routes, pages, dbt models. Each is prepared alone; one that fails leaves the plugin's
 * other surfaces as they are, unless it is essential.
 */
export interface ContributionPoint<Plugin, Transaction = unknown> {
  readonly name: string;
  /** Without an essential surface the plugin is `failed`; without another one `quarantined`. */
  readonly essential: boolean;
  /** Never throws: what goes wrong is a diagnostic. */
  prepare(plugin: Plugin, options?: PrepareOptions): Promise<PreparedContribution<Transaction>>;
}

/** A contribution of nothing: the plugin does not use the surface, or could not. */
export function prepareNothing(diagnostics: readonly Diagnostic[] = []): PreparedContribution {
  const nothing: Contribution = { offers: [], dispose: () => {} };
  return { offers: [], diagnostics, activate: () => nothing, discard: () => {} };
}
