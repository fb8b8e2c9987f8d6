import type { GraphRelation, WorkspaceGraph } from '../../graphs/index.ts';
import { quoteRelation } from './quote-relation.ts';

export type Rendered = { readonly sql: string } | { readonly problem: string };

export interface RenderQueryOptions {
  readonly query: string;
  /** The source that is asked about. */
  readonly relation: GraphRelation;
  /** Of the workspace that asks. */
  readonly graph: WorkspaceGraph;
}

const jinja = /\{#[\s\S]*?#\}|\{\{-?([\s\S]*?)-?\}\}|\{%[\s\S]*?%\}/g;
const call = /^source\(\s*(['"])([^'"]+)\1\s*,\s*(['"])([^'"]+)\3\s*\)$/;

/**
 * dbt renders `loaded_at_query` when it asks, not when it parses. Nobody starts dbt to ask: the names of tables, which
 * is what such queries are written with, are filled in here; all other Jinja is dbt's own.
 */
export function renderQuery({ query, relation, graph }: RenderQueryOptions): Rendered {
  let strange: string | undefined;
  const sql = query.replace(jinja, (whole, expression: string | undefined) => {
    if (whole.startsWith('{#')) return '';
    const value = expression === undefined ? undefined : evaluate(expression.trim(), relation, graph);
    strange ??= value === undefined ? whole : undefined;
    return value ?? '';
  });
  if (strange === undefined) return { sql };
  const problem = `Its loaded_at_query has Jinja that is not rendered here: '${cut(strange)}'. Use {{ this }}, {{ source(…) }} or plain SQL.`;
  return { problem };
}

function evaluate(expression: string, relation: GraphRelation, graph: WorkspaceGraph): string | undefined {
  const [name, part] = expression.split('.', 2);
  if (name === 'this' && expression.split('.').length <= 2) return describeThis(part, relation);
  const [, , source, , table] = call.exec(expression) ?? [];
  const read = graph.nodes.find(
    ({ kind, unique_id }) => kind === 'source' && unique_id.endsWith(`.${source}.${table}`),
  );
  return read?.relation ? quoteRelation(read.relation) : undefined;
}

function describeThis(part: string | undefined, relation: GraphRelation): string | undefined {
  if (part === undefined) return quoteRelation(relation);
  if (part === 'database') return relation.catalogue;
  if (part === 'schema') return relation.schema;
  return ['identifier', 'name', 'table'].includes(part) ? relation.name : undefined;
}

function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
