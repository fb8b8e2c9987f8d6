/** Schema of the platform's own notes; no catalogue can have this name. */
export const NOTES_SCHEMA = '$honeyframe';

const DEFAULT_SCHEMA = 'main';

/**
 * The schema of a table that DuckDB knows as catalogue.schema.table. The same rule is in honeyframe_postgres.py, which
 * writes it into dbt's statements.
 */
export function toPostgresSchema(catalogue: string, schema: string): string {
  if (schema === DEFAULT_SCHEMA) return catalogue;
  if (schema === catalogue || schema.startsWith(`${catalogue}__`)) return schema;
  return `${catalogue}__${schema.replace(new RegExp(`^${DEFAULT_SCHEMA}_`), '')}`;
}
