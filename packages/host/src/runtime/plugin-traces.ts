import type { PlanChange } from '@honeyframe/contract/api';

/** Something of a plugin that an uninstallation meets, as the plan shows it. */
export type Trace = Omit<PlanChange, 'change'>;

/** Something that was a plugin's and belongs to nobody any more. */
export interface Orphan {
  /** What it is: `schema`, `warehouse file`. */
  readonly kind: string;
  readonly name: string;
  /** Why it is thought to be nobody's, and what becomes of it. */
  readonly detail: string;
  /** A file that a killed platform left behind. Nobody misses it, so a start takes it away without asking. */
  readonly isLeftOver: boolean;
  /** What it takes, in words. Left out where that is nothing worth a word. */
  measure?(): Promise<string>;
  remove(): Promise<void>;
}

/**
 * What one feature keeps of plugins: tables, settings, builds. Each feature gives its own, so that an uninstallation need
 * not know them all, and none is forgotten that is composed.
 */
export interface PluginTraces<Queries = unknown> {
  readonly name: string;
  /** Data that an uninstallation with `keep` leaves for a later installation. */
  readonly isKept: boolean;
  /** What there is, with the number of rows or bytes; reads only. */
  describe(queries: Queries, slug: string): Promise<Trace[]>;
  /** Ends what works on it for the plugin, before anything is removed. */
  quiesce?(slug: string): Promise<void>;
  /**
   * Removes rows in the transaction of the step. @returns what removes the files once that is committed.
   * Where that is interrupted, `findOrphans` of the next start finds them.
   */
  purge(transaction: Queries, slug: string): Promise<(queries: Queries) => Promise<void>>;
  /** Things without a plugin, and plugins' things without the other half. Reads only. */
  findOrphans(queries: Queries): Promise<Orphan[]>;
}
