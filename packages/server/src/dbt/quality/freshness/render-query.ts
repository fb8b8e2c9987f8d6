import type { WarehouseKind } from '@honeyframe/contract/api';
import { type GraphRelation, quoteRelation, type WorkspaceGraph } from '../../graphs/index.ts';

export type Rendered = { readonly sql: string } | { readonly problem: string };

export interface RenderQueryOptions {
  readonly query: string;
  /** The source that is asked about. */
  readonly relation: GraphRelation;
  /** Of the workspace that asks. */
  readonly graph: WorkspaceGraph;
  /** Where it is asked. */
  readonly kind: WarehouseKind;
}

const jinja = /\{#[\s\S]*?#\}|\{\{-?([\s\S]*?)-?\}\}|\{%[\s\S]*?%\}/g;
const sourceCall = /^source\(\s*(['"])([^'"]+)\1\s*,\s*(['"])([^'"]+)\3\s*\)$/;
const partsOfThis: Readonly<Record<string, keyof GraphRelation>> = {
  'this.database': 'catalogue',
  'this.schema': 'schema',
  'this.identifier': 'name',
  'this.name': 'name',
  'this.table': 'name',
};

/**
 * dbt renders `loaded_at_query` when it asks, not when it parses. Nobody starts dbt to ask: the names of tables, which
 * is what such queries are written with, are filled in here; all other Jinja is dbt's own.
 */
export function renderQuery({ query, ...place }: RenderQueryOptions): Rendered {
  let strange: string | undefined;
  const sql = query.replace(jinja, (whole, expression: string | undefined) => {
    if (whole.startsWith('{#')) return '';
    const value = expression === undefined ? undefined : evaluate(expression.trim(), place);
    strange ??= value === undefined ? whole : undefined;
    return value ?? '';
  });
  if (strange === undefined) return { sql };
  const problem = `Its loaded_at_query has Jinja that is not rendered here: '${cut(strange)}'. Use {{ this }}, {{ source(…) }} or plain SQL.`;
  return { problem };
}

function evaluate(
  expression: string,
  { relation, graph, kind }: Omit<RenderQueryOptions, 'query'>,
): string | undefined {
  if (expression === 'this') return quoteRelation(relation, kind);
  const part = partsOfThis[expression];
  if (part) return relation[part];
  const match = sourceCall.exec(expression);
  if (!match) return undefined;
  const name = `.${match[2]}.${match[4]}`;
  const read = graph.nodes.find(({ kind, unique_id }) => kind === 'source' && unique_id.endsWith(name));
  return read?.relation ? quoteRelation(read.relation, kind) : undefined;
}

function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
