import type { Retirement } from './switch-plugin.ts';

/** Versions that are finishing their last requests. */
export interface Retirements {
  add(retirement: Retirement): void;
  /** Resolves when none is left. */
  settled(): Promise<void>;
}

export function createRetirements(): Retirements {
  const leaving = new Set<Promise<void>>();
  return {
    add: ({ done }) => {
      leaving.add(done);
      void done.then(() => leaving.delete(done));
    },
    settled: async () => {
      await Promise.all(leaving);
    },
  };
}
