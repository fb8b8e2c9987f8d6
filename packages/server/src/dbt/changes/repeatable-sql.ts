import { DuckDBInstance } from '@duckdb/node-api';

/** Words that tell the time, the session or a sample without being called: DuckDB's tree takes some for columns. */
const unrepeatableWords =
  /\b(current_(timestamp|date|time|localtime|localtimestamp|setting|query|schemas?|database|catalog)|localtime|localtimestamp|tablesample|using\s+sample)\b/i;

/** Functions whose answer is not decided by what they are given, or that look at more than the statement names. */
const unrepeatableFunctions = new RegExp(
  `^(${[
    'now|today|uuid|uuidv4|uuidv7|gen_random_uuid|random|setseed|nextval|currval|version|getenv|getvariable',
    'get_current_\\w+|current_\\w+|transaction_timestamp|statement_timestamp|clock_timestamp|txid_current|pg_\\w+',
    'duckdb_\\w+|pragma_\\w+|sqlite_\\w+|read_\\w+|\\w+_scan|glob|sniff_csv|query|query_table|in_search_path',
  ].join('|')})$`,
  'i',
);

/** Jinja that reads the database, the clock, or the run itself. */
const unrepeatableJinja =
  /\b(run_started_at|invocation_id|invocation_args_dict|modules|run_query|statement|load_result|store_result|graph|context|selected_resources|env_var|dbt_metadata_envs|thread_id|builtins|local_md5_file|get_columns_in_relation|get_relation|load_relation|list_relations\w*|this|adapter)\b/;
/** Only chooses between macros. */
const dispatch = /\badapter\s*\.\s*dispatch\b/g;

/** Whether Jinja code gives the same SQL again while nothing that is fingerprinted changes. */
export function isRepeatableJinja(code: string): boolean {
  const jinja = code.match(/\{[{%][\s\S]*?[}%]\}/g)?.join('\n') ?? '';
  return !unrepeatableJinja.test(jinja.replaceAll(dispatch, ''));
}

const tableFunctions: ReadonlySet<string> = new Set([
  'range',
  'generate_series',
  'unnest',
  'repeat',
  'repeat_row',
]);

/** Reads compiled SQL as DuckDB does. */
export class SqlReader implements Disposable {
  readonly #instance: DuckDBInstance;

  private constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }

  static async open(): Promise<SqlReader> {
    const settings = { threads: '1', memory_limit: '100MB', enable_external_access: 'false' };
    return new SqlReader(await DuckDBInstance.create(':memory:', settings));
  }

  /** Whether a statement gives the same rows again as long as these relations hold the same. */
  async isRepeatable(sql: string, relations: readonly string[]): Promise<boolean> {
    if (unrepeatableWords.test(sql)) return false;
    const tree = await this.#parse(sql);
    return tree !== undefined && readsOnly(tree, new Set(relations.map(normalise)));
  }

  async #parse(sql: string): Promise<unknown> {
    const connection = await this.#instance.connect();
    try {
      const reader = await connection.runAndReadAll('select json_serialize_sql($1::varchar)', [sql]);
      const tree = JSON.parse(String(reader.getRows()[0]?.[0]));
      return tree.error ? undefined : tree;
    } catch {
      return undefined;
    } finally {
      connection.closeSync();
    }
  }

  [Symbol.dispose](): void {
    this.#instance.closeSync();
  }
}

/** dbt writes `"catalogue"."schema"."table"`. */
function normalise(relation: string): string {
  return relation.replaceAll('"', '').toLowerCase();
}

type Tree = Readonly<Record<string, unknown>>;

/** Names of common tables are known in the whole statement: one that hides another only costs a build. */
function readsOnly(tree: unknown, relations: ReadonlySet<string>): boolean {
  const objects = [...walk(tree)];
  const common = new Set(objects.flatMap((object) => readCommonNames(object.cte_map)));
  return objects.every((object) => {
    if (isUnrepeatableCall(object)) return false;
    const { type, catalog_name, schema_name, table_name, function: call } = object;
    if (type === 'TABLE_FUNCTION')
      return tableFunctions.has(String((call as Tree | undefined)?.function_name));
    if (type !== 'BASE_TABLE') return true;
    const name = [catalog_name, schema_name, table_name].filter(Boolean).join('.').toLowerCase();
    return relations.has(name) || (!schema_name && common.has(name));
  });
}

function isUnrepeatableCall({ function_name, children }: Tree): boolean {
  if (typeof function_name !== 'string') return false;
  // Of one time it is counted until today, of two between them.
  if (function_name.toLowerCase() === 'age') return !Array.isArray(children) || children.length < 2;
  return unrepeatableFunctions.test(function_name);
}

function* walk(value: unknown): Generator<Tree> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Tree;
  for (const part of Object.values(value)) yield* walk(part);
}

function readCommonNames(cteMap: unknown): string[] {
  const entries = (cteMap as { map?: unknown } | undefined)?.map;
  if (!Array.isArray(entries)) return [];
  return entries.map((entry: Tree) => String(entry.key).toLowerCase());
}
