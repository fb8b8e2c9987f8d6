import type { RequestStats } from './drain.ts';

/** How a new version does, compared with the one before it. Rates are failed answers ÷ answers. */
export interface HealthVerdict extends RequestStats {
  readonly healthy: boolean;
  readonly rate: number;
  readonly oldRate: number;
}

/** What of a clock a watch needs. */
export interface WatchClock {
  setInterval(work: () => void, ms: number): NodeJS.Timeout;
  clearInterval(timer: NodeJS.Timeout): void;
}

export interface HealthWatchOptions {
  readonly clock?: WatchClock;
  /** How long a new version is watched. */
  readonly windowMs?: number;
  /** Fewer answers say nothing. */
  readonly minRequests?: number;
  /** Up to this much may fail in any case. */
  readonly maxRate?: number;
  /** And up to so many times what failed before. */
  readonly factor?: number;
}

export interface RunningWatch {
  /** As soon as it is bad enough, else when the time is over; undefined when the watch was stopped before. */
  readonly verdict: Promise<HealthVerdict | undefined>;
  stop(): void;
}

/** Watches a version that has just taken over. */
export interface HealthWatch {
  watch(served: { stats(): RequestStats }, oldRate: number): RunningWatch;
}

/** Bad news should be acted on at once, and looking costs nothing. */
const LOOK_MS = 250;

export function createHealthWatch(options: HealthWatchOptions = {}): HealthWatch {
  const { clock = globalThis, windowMs = 60_000, minRequests = 50, maxRate = 0.05, factor = 2 } = options;
  const judge = (stats: RequestStats, oldRate: number): HealthVerdict => {
    const rate = failureRate(stats);
    const healthy = stats.requests < minRequests || rate <= maxRate || rate <= factor * oldRate;
    return { ...stats, healthy, rate, oldRate };
  };
  return {
    watch: (served, oldRate) => {
      const { promise, resolve } = Promise.withResolvers<HealthVerdict | undefined>();
      let looks = 0;
      const timer = clock.setInterval(() => {
        looks += 1;
        const verdict = judge(served.stats(), oldRate);
        if (!verdict.healthy || looks * LOOK_MS >= windowMs) end(verdict);
      }, LOOK_MS);
      timer.unref?.();
      const end = (verdict?: HealthVerdict): void => {
        clock.clearInterval(timer);
        resolve(verdict);
      };
      return { verdict: promise, stop: () => end() };
    },
  };
}

/** Nothing has failed where nothing was asked. */
export function failureRate({ requests, failed }: RequestStats): number {
  return requests === 0 ? 0 : failed / requests;
}
