import type { WarehouseKind } from '@honeyframe/contract/api';
import { quoteText } from '../../warehouse/index.ts';
import { type GraphRelation, quoteRelation } from '../graphs/index.ts';

/** How relations are named and listed where an organisation's tables are. Schemas are told as DuckDB knows them. */
export interface RelationSql {
  quote(relation: GraphRelation): string;
  /** Rows of `schema, relation, column, type`. */
  listColumns(catalogue: string): string;
  /** Rows of `schema, name`: no views. */
  listTables(catalogue: string): string;
}

export function createRelationSql(kind: WarehouseKind): RelationSql {
  return kind === 'postgres' ? postgres : duckdb;
}

const duckdb: RelationSql = {
  quote: (relation) => quoteRelation(relation, 'duckdb'),
  listColumns: (catalogue) => selectColumns('table_schema', `table_catalog = ${quoteText(catalogue)}`),
  listTables: (catalogue) => selectTables('table_schema', `table_catalog = ${quoteText(catalogue)}`),
};

const postgres: RelationSql = {
  quote: (relation) => quoteRelation(relation, 'postgres'),
  listColumns: (catalogue) => selectColumns(toDuckdbSchema(catalogue), isOf(catalogue)),
  listTables: (catalogue) => selectTables(toDuckdbSchema(catalogue), isOf(catalogue)),
};

function selectColumns(schema: string, where: string): string {
  return `select ${schema} as schema, table_name as relation, column_name as "column", data_type as type
    from information_schema.columns where ${where} order by table_schema, table_name, ordinal_position`;
}

function selectTables(schema: string, where: string): string {
  return `select ${schema} as schema, table_name as name from information_schema.tables
    where ${where} and table_type = 'BASE TABLE'`;
}

function isOf(catalogue: string): string {
  const own = quoteText(catalogue);
  return `(table_schema = ${own} or starts_with(table_schema, ${own} || '__'))`;
}

function toDuckdbSchema(catalogue: string): string {
  return `case table_schema when ${quoteText(catalogue)} then 'main' else 'main_' || substr(table_schema, ${catalogue.length + 3}) end`;
}
