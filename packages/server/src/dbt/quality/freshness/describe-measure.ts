import type { WarehouseKind } from '@honeyframe/contract/api';
import {
  type GraphFreshness,
  type GraphRelation,
  quoteRelation,
  type StoredGraph,
  type WorkspaceGraph,
} from '../../graphs/index.ts';
import { type RenderQueryOptions, renderQuery } from './render-query.ts';

/** A table that a workspace reads, and what tells how fresh it is. */
export interface WatchedSource {
  readonly unique_id: string;
  /** `synthea.patients` */
  readonly name: string;
  readonly relation: GraphRelation;
  readonly freshness: GraphFreshness;
}

/** Those that the workspace may read; none before its first parse. */
export function listWatchedSources(
  found: StoredGraph | undefined,
  mayRead: (catalogue: string) => boolean,
): WatchedSource[] {
  const nodes = found?.graph.nodes ?? [];
  return nodes.flatMap(({ unique_id, relation, freshness }) =>
    relation && freshness && mayRead(relation.catalogue)
      ? [{ unique_id, name: `${relation.catalogue}.${relation.name}`, relation, freshness }]
      : [],
  );
}

/** How a version is asked for the time of its newest rows. */
export interface Measure {
  readonly measured_by: 'import' | 'field' | 'query';
  /** What is asked; where the time of the import answers, a word. Another one has to be asked anew. */
  readonly question: string;
  /** Whether it is a column's name alone. Whatever else an author writes could name any table that is there. */
  readonly isColumn: boolean;
  /** Why nobody can ask. */
  readonly problem: string | null;
}

/** As dbt chooses: the query, the field, and else what is known of the table itself. `kind` is where it will be asked. */
export function describeMeasure(
  { relation, freshness }: WatchedSource,
  graph: WorkspaceGraph,
  kind: WarehouseKind,
): Measure {
  const { loaded_at_field: field, loaded_at_query: query, filter } = freshness;
  if (query !== null) return describeQuery({ query, relation, graph, kind });
  if (field === null) return { measured_by: 'import', question: 'import', isColumn: false, problem: null };
  const where = filter === null ? '' : ` where ${filter}`;
  const question = selectTime(`select max(${field}) from ${quoteRelation(relation, kind)}${where}`, kind);
  const isColumn = filter === null && /^(\w+|"[^"]+")$/.test(field);
  return { measured_by: 'field', question, isColumn, problem: null };
}

function describeQuery(options: RenderQueryOptions): Measure {
  const { query, kind } = options;
  const rendered = renderQuery(options);
  const own = { measured_by: 'query', isColumn: false } as const;
  if ('problem' in rendered) return { ...own, question: query, problem: rendered.problem };
  return { ...own, question: selectTime(rendered.sql, kind), problem: null };
}

/**
 * As dbt does: a time without a zone is UTC. The cast is outside, so that text which is a time is one too. The line
 * breaks end a comment of the author's.
 */
function selectTime(sql: string, kind: WarehouseKind): string {
  const time = `cast((\n${sql}\n) as timestamp)`;
  const milliseconds = kind === 'postgres' ? `extract(epoch from ${time}) * 1000` : `epoch_ms(${time})`;
  return `select ${milliseconds} as newest`;
}
