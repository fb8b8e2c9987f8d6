/** Rows of the plugin's own tables in the schema `plugin_<slug>`; row-level security limits them to the organisation. */
export interface Sql {
  /** One statement with `$1`-style parameters. Throws what PostgreSQL answers. */
  query<Row extends Record<string, unknown> = Record<string, unknown>>(
    sql: string,
    parameters?: readonly unknown[],
  ): Promise<Row[]>;
}

/** Each `query` is a transaction of its own; `transaction` holds several together and rolls back when it throws. */
export interface PluginDatabase extends Sql {
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
}
