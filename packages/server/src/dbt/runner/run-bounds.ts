/** What one run may take of the machine. */
export interface RunBounds {
  /** Of its own, dbt and DuckDB together; DuckDB alone gets half of it, and spills to disk beyond that. */
  readonly memory_bytes: number;
  /** What it may write: tables, spilled data, artifacts and logs. */
  readonly disk_bytes: number;
}

export const defaultBounds: RunBounds = { memory_bytes: 2 * 1024 ** 3, disk_bytes: 20 * 1024 ** 3 };

/** The bound that a run came to. */
export interface ExceededBound {
  readonly what: 'memory' | 'disk';
  readonly limit_bytes: number;
}
