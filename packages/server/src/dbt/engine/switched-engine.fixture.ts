import type { DbtEngine } from './dbt-engine.ts';

/** An engine that a test makes ready. */
export class SwitchedEngine implements DbtEngine {
  bin: string | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(bin: string | undefined) {
    this.bin = bin;
  }

  get status() {
    const state = this.bin ? ('ready' as const) : ('installing' as const);
    return { state, message: 'being installed', hint: '', version: null, progress: null };
  }

  onReady(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  makeReady(bin: string): void {
    this.bin = bin;
    for (const listener of this.#listeners) listener();
  }
}
