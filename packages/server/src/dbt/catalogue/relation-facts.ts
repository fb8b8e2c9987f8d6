import type { Warehouse } from '@honeyframe/sdk/backend';
import type { WarehouseFile, WarehouseReaders } from '../../warehouse/index.ts';
import type { GraphRelation } from '../graphs/index.ts';
import { createRelationSql, type RelationSql } from './relation-sql.ts';

export interface RelationFact {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Null for a view that takes too long to count. */
  readonly row_count: number | null;
}

/** Of one file; by schema and name in lower case. */
export type FileFacts = ReadonlyMap<string, RelationFact>;

/** Files whose facts are kept in memory. */
const MAX_FILES = 60;
/** Relations of one statement. */
const MAX_BATCH = 50;
const VIEW_SECONDS = 2;
/** For all views of a file together. */
const VIEWS_MILLISECONDS = 10_000;

/** Columns and numbers of rows of what is in published versions of files: versions never change, so each is read once. */
export class RelationFacts {
  readonly #readers: WarehouseReaders;
  readonly #known = new Map<string, Promise<FileFacts>>();
  /** One file at a time: pages read the warehouse too. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(readers: WarehouseReaders) {
    this.#readers = readers;
  }

  /** `names` are the files that its views read, with those of them that there are. */
  async load(file: WarehouseFile, read: readonly WarehouseFile[]): Promise<FileFacts> {
    const key = [file, ...read].map(({ id }) => id).join(' ');
    const known = this.#known.get(key);
    this.#known.delete(key);
    const found = known ?? this.#queue(file, read);
    this.#known.set(key, found);
    // What failed is tried again at the next question.
    if (!known) found.catch(() => this.#known.delete(key));
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MAX_FILES) break;
      this.#known.delete(oldest);
    }
    return await found;
  }

  #queue(file: WarehouseFile, read: readonly WarehouseFile[]): Promise<FileFacts> {
    const next = this.#last.then(() => this.#read(file, read));
    this.#last = next.catch(() => {});
    return next;
  }

  async #read({ org_id: orgId, name }: WarehouseFile, read: readonly WarehouseFile[]): Promise<FileFacts> {
    const options = { orgId, names: [name, ...read.map((file) => file.name)], ownWorkspace: name };
    const sql = createRelationSql(await this.#readers.kind(orgId));
    const patient = this.#readers.reader(options);
    const columns = await listColumns(patient, name, sql);
    const counts = await countTables(patient, name, sql);
    const views = [...columns.keys()].filter((key) => !counts.has(key));
    const hasty = this.#readers.reader({ ...options, seconds: VIEW_SECONDS });
    await countViews(hasty, name, { views, counts, sql });
    return new Map(
      [...columns].map(([key, own]) => [key, { columns: own, row_count: counts.get(key) ?? null }]),
    );
  }
}

export function toFactKey({ schema, name }: Pick<GraphRelation, 'schema' | 'name'>): string {
  return JSON.stringify([schema.toLowerCase(), name.toLowerCase()]);
}

async function listColumns(warehouse: Warehouse, catalogue: string, sql: RelationSql) {
  const rows = await warehouse.query<{ schema: string; relation: string; column: string; type: string }>(
    sql.listColumns(catalogue),
  );
  const relations = Map.groupBy(rows, ({ schema, relation }) => toFactKey({ schema, name: relation }));
  return new Map(
    [...relations].map(([key, own]) => [key, own.map(({ column, type }) => ({ name: column, type }))]),
  );
}

/** DuckDB knows how many rows a table has: no row is read. PostgreSQL has to look. */
async function countTables(
  warehouse: Warehouse,
  catalogue: string,
  sql: RelationSql,
): Promise<Map<string, number>> {
  const tables = await warehouse.query<{ schema: string; name: string }>(sql.listTables(catalogue));
  const counts = new Map<string, number>();
  for (let start = 0; start < tables.length; start += MAX_BATCH) {
    const batch = tables.slice(start, start + MAX_BATCH);
    const statements = batch.map((table, index) => countRows(sql, { catalogue, ...table }, index));
    const rows = await warehouse.query<{ index: number; rows: number }>(statements.join('\nunion all\n'));
    for (const { index, rows: count } of rows) {
      const table = batch[index];
      if (table) counts.set(toFactKey(table), count);
    }
  }
  return counts;
}

/** One by one: a view that is slow, or that reads what is not there, takes no other's number away. */
async function countViews(
  warehouse: Warehouse,
  catalogue: string,
  { views, counts, sql }: { views: readonly string[]; counts: Map<string, number>; sql: RelationSql },
): Promise<void> {
  const until = performance.now() + VIEWS_MILLISECONDS;
  for (const key of views) {
    if (performance.now() > until) return;
    const [schema, name] = JSON.parse(key) as [string, string];
    const rows = await warehouse
      .query<{ rows: number }>(countRows(sql, { catalogue, schema, name }, 0))
      .catch(() => []);
    if (rows[0]) counts.set(key, rows[0].rows);
  }
}

function countRows(sql: RelationSql, relation: GraphRelation, index: number): string {
  return `select ${index} as index, count(*) as rows from ${sql.quote(relation)}`;
}
