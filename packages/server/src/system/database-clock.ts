import type { Clock } from './clock.ts';

export interface CreateDatabaseClockOptions {
  /** Asks the database what time it is. */
  readonly ask: () => Promise<Date>;
  /** Milliseconds that only ever grow; the process' own where it is left out. */
  readonly elapsed?: () => number;
}

/** Two good clocks part by less than a millisecond meanwhile, and nodes need agree on seconds alone. */
const TRUSTED_MILLISECONDS = 10_000;

/**
 * The database's clock, so that all nodes have the same. Between questions the process counts on, on a clock that nobody
 * can set: a machine whose time is moved fires nothing twice.
 */
export function createDatabaseClock(options: CreateDatabaseClockOptions): Clock {
  const { ask, elapsed = () => performance.now() } = options;
  let known: { readonly time: number; readonly at: number } | undefined;
  return {
    now: async () => {
      if (!known || elapsed() - known.at > TRUSTED_MILLISECONDS) {
        const before = elapsed();
        const time = (await ask()).getTime();
        const after = elapsed();
        known = { time: time + (after - before) / 2, at: after };
      }
      return new Date(known.time + elapsed() - known.at);
    },
  };
}
