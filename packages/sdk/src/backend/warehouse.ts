/** Values that the warehouse accepts as parameters, and returns. Decimals and big integers come back as numbers or strings. */
export type WarehouseValue = string | number | boolean | bigint | Date | null;

export type WarehouseRow = Record<string, unknown>;

/** What a build published: `built_at` is when its tables became visible to readers. */
export interface DataVersion {
  readonly workspace: string;
  readonly built_at: string;
}

/**
 * The organisation's tables, read-only: the plugin's own dbt workspace, its raw sources, the platform's
 * workspace, and those of plugins it requires. Tables are named `<workspace>.<model>`, for example `healthcare.patients`.
 * They are in DuckDB, or in a PostgreSQL of the organisation's own: write SQL that both understand, with names of two parts.
 */
export interface Warehouse {
  /**
   * Runs one SELECT with `$1`-style parameters (PostgreSQL takes one that nothing gives a type for as text: `$1::int`); rows are plain JSON values (dates as ISO strings, decimals as numbers).
   * Throws HF_WAREHOUSE_NOT_BUILT before the first build and HF_WAREHOUSE_QUERY_FAILED for a wrong statement.
   */
  query<Row extends WarehouseRow = WarehouseRow>(
    sql: string,
    parameters?: readonly WarehouseValue[],
  ): Promise<Row[]>;
  /** When the plugin's own workspace was last built, or null before the first build. */
  dataAsOf(): Promise<string | null>;
}
