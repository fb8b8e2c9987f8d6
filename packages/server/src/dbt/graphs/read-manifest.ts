import type { DatasetKind } from '@honeyframe/contract/api';
import { z } from 'zod';
import { readFreshness, sourceFreshnessFields } from './read-freshness.ts';
import type { GraphExposure, GraphNode, GraphTest, WorkspaceGraph } from './workspace-graph.ts';

const readsSchema = z.object({ nodes: z.array(z.string()).default([]) }).default({ nodes: [] });
const columnsSchema = z
  .record(z.string(), z.object({ name: z.string(), description: z.string().nullish() }))
  .default({});

const nodeSchema = z.object({
  unique_id: z.string(),
  resource_type: z.string(),
  name: z.string(),
  database: z.string().nullish(),
  schema: z.string().nullish(),
  alias: z.string().nullish(),
  relation_name: z.string().nullish(),
  description: z.string().nullish(),
  tags: z.array(z.string()).default([]),
  columns: columnsSchema,
  original_file_path: z.string().nullish(),
  raw_code: z.string().nullish(),
  language: z.string().nullish(),
  config: z.object({ materialized: z.string().nullish() }).default({}),
  depends_on: readsSchema,
  column_name: z.string().nullish(),
  attached_node: z.string().nullish(),
  test_metadata: z.object({ name: z.string() }).nullish(),
});
type ManifestNode = z.infer<typeof nodeSchema>;

const sourceSchema = z.object({
  unique_id: z.string(),
  name: z.string(),
  database: z.string().nullish(),
  schema: z.string(),
  identifier: z.string().nullish(),
  description: z.string().nullish(),
  tags: z.array(z.string()).default([]),
  columns: columnsSchema,
  original_file_path: z.string().nullish(),
  ...sourceFreshnessFields,
});
type ManifestSource = z.infer<typeof sourceSchema>;

const exposureSchema = z.object({
  unique_id: z.string(),
  name: z.string(),
  label: z.string().nullish(),
  depends_on: readsSchema,
});

const unitTestSchema = z.object({
  unique_id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  depends_on: readsSchema,
});

const manifestSchema = z.object({
  nodes: z.record(z.string(), nodeSchema),
  sources: z.record(z.string(), sourceSchema).default({}),
  exposures: z.record(z.string(), exposureSchema).default({}),
  unit_tests: z.record(z.string(), unitTestSchema).default({}),
});

const builtKinds: ReadonlySet<string> = new Set<DatasetKind>(['model', 'seed', 'snapshot']);

/** What dbt's `manifest.json` says of a workspace; undefined where this platform cannot read it. */
export function readManifest(manifest: unknown): WorkspaceGraph | undefined {
  const parsed = manifestSchema.safeParse(manifest);
  if (!parsed.success) return undefined;
  const { nodes, sources, exposures, unit_tests } = parsed.data;
  const all = Object.values(nodes);
  return {
    nodes: [
      ...Object.values(sources).map(toSource),
      ...all.filter(({ resource_type }) => builtKinds.has(resource_type)).map(toNode),
    ],
    tests: [
      ...all.filter(({ resource_type }) => resource_type === 'test').map(toTest),
      ...Object.values(unit_tests).map(toUnitTest),
    ],
    exposures: Object.values(exposures).map(toExposure),
  };
}

function toNode(node: ManifestNode): GraphNode {
  const { unique_id, name, database, schema, alias, config } = node;
  const isRelation = config.materialized !== 'ephemeral' && database && schema;
  return {
    unique_id,
    kind: node.resource_type as DatasetKind,
    name,
    materialisation: config.materialized ?? null,
    documentation: node.description ?? '',
    tags: node.tags,
    columns: toColumns(node.columns),
    relation: isRelation ? { catalogue: database, schema, name: alias ?? name } : null,
    file: node.original_file_path ?? null,
    // A seed's is empty: it is a CSV file.
    raw_sql: node.raw_code || null,
    reads: node.depends_on.nodes,
    freshness: null,
  };
}

function toSource(source: ManifestSource): GraphNode {
  const { unique_id, name, database, schema, identifier } = source;
  return {
    unique_id,
    kind: 'source',
    name,
    materialisation: null,
    documentation: source.description ?? '',
    tags: source.tags,
    columns: toColumns(source.columns),
    relation: database ? { catalogue: database, schema, name: identifier ?? name } : null,
    file: source.original_file_path ?? null,
    raw_sql: null,
    reads: [],
    freshness: readFreshness(source),
  };
}

function toColumns(columns: ManifestNode['columns']): GraphNode['columns'] {
  return Object.values(columns).map(({ name, description }) => ({ name, description: description ?? '' }));
}

function toTest(node: ManifestNode): GraphTest {
  const { unique_id, name, column_name, description, attached_node, depends_on } = node;
  return {
    unique_id,
    name,
    kind: node.test_metadata?.name ?? null,
    column: column_name ?? null,
    description: description ?? '',
    // One that is written by hand hangs on everything that it reads.
    about: attached_node ? [attached_node] : depends_on.nodes,
  };
}

function toUnitTest(test: z.infer<typeof unitTestSchema>): GraphTest {
  const { unique_id, name, description, depends_on } = test;
  return {
    unique_id,
    name,
    kind: 'unit_test',
    column: null,
    description: description ?? '',
    about: depends_on.nodes,
  };
}

function toExposure({ unique_id, name, label, depends_on }: z.infer<typeof exposureSchema>): GraphExposure {
  return { unique_id, name: label ?? name.replaceAll('_', ' '), reads: depends_on.nodes };
}
