/** One measured number, and what it must reach. */
export interface BenchResult {
  /** The benchmark, and what of it when it measures several things: `route-overhead log-on`. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What we want. */
  readonly goal: number;
  /** What must be reached: the benchmark fails beyond it. */
  readonly floor: number;
  readonly ok: boolean;
  /** The figures behind the value. */
  readonly raw?: unknown;
}

/** A benchmark: measures, and says what was reached. */
export type Benchmark = () => Promise<BenchResult[]>;

/** The middle of an odd number of values; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
