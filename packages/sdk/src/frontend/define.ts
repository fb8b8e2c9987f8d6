import type { ComponentType } from 'react';

/** A module that a page or block loads lazily: its default export is the component. */
export type LoadComponent<Props = object> = () => Promise<{ default: ComponentType<Props> }>;

export interface PageDefinition {
  /** Relative to `/plugins/<slug>`: `/patients`, `/patients/:id`. */
  readonly path: string;
  readonly title: string;
  /** A permission of the manifest; left out: open to holders of at least one of the plugin's permissions. */
  readonly permission?: string;
  readonly load: LoadComponent;
}

/** What a block's component receives. */
export interface BlockProps<Config = Record<string, unknown>> {
  readonly config: Config;
}

export interface BlockDefinition<Config = Record<string, unknown>> {
  /** Unique within the plugin: `patient-kpis`. */
  readonly type: string;
  readonly title: string;
  readonly permission?: string;
  readonly config?: Config;
  /** Where the block is placed on Home at install: columns of 12 and rows of 80 px. */
  readonly default_placement?: { readonly w: number; readonly h: number };
  readonly load: LoadComponent<NoInfer<BlockProps<Config>>>;
}

/** A block, whatever its configuration looks like. */
export type AnyBlockDefinition = Omit<BlockDefinition<never>, 'config'> & { readonly config?: unknown };

export interface FrontendDefinition {
  readonly pages: readonly PageDefinition[];
  readonly blocks: readonly AnyBlockDefinition[];
}

/**
 * Declares a block of the dashboard.
 *
 * @example
 * defineBlock({ type: 'patient-kpis', title: 'Patients', permission: 'patient.read',
 *   default_placement: { w: 4, h: 2 }, load: () => import('./blocks/patient-kpis.tsx') })
 */
export function defineBlock<Config = Record<string, unknown>>(
  block: BlockDefinition<Config>,
): AnyBlockDefinition {
  // A list of blocks cannot know each one's configuration; the shell hands every block the one it was placed with.
  return block as unknown as AnyBlockDefinition;
}

/**
 * Declares all that a plugin shows; the default export of `frontend_entry`.
 *
 * @example
 * export default defineFrontend({ pages: [{ path: '/patients', title: 'Patients', permission: 'patient.read',
 *   load: () => import('./pages/patients.tsx') }] })
 */
export function defineFrontend(frontend: Partial<FrontendDefinition>): FrontendDefinition {
  return { pages: frontend.pages ?? [], blocks: frontend.blocks ?? [] };
}
