import type { Diagnostic } from '@honeyframe/contract';
import type { PrepareOptions } from './contribution-point.ts';

/** A route as the operator sees it; `permission` may be `authenticated` or `public`. */
export interface MountedRoute {
  readonly method: string;
  /** With the prefix: `/api/healthcare/patients/:id`. */
  readonly path: string;
  readonly permission: string;
}

/** A plugin whose code runs. */
export interface MountedPlugin {
  readonly routes: readonly MountedRoute[];
  /** Resolves when no request is left inside, or when the time for that is over. */
  close(): Promise<void>;
}

/** Everything that keeps a plugin from running, or what runs. */
export type MountOutcome<Mounted extends MountedPlugin> =
  | { readonly ok: true; readonly mounted: Mounted; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * Where a plugin's backend code runs: inside the platform, in a Node child, or in Python. Adapters are in
 * `server/plugins`. `mount` never throws: what goes wrong is a diagnostic of that plugin alone.
 */
export interface PluginRuntime<Plugin, Mounted extends MountedPlugin = MountedPlugin> {
  readonly name: 'inline' | 'process' | 'python';
  mount(plugin: Plugin, options?: PrepareOptions): Promise<MountOutcome<Mounted>>;
}
