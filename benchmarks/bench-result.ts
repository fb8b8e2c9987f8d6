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
