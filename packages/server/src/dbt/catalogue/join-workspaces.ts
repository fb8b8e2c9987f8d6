import type { GraphNode, GraphTest, WorkspaceGraph } from '../graphs/index.ts';
import type { Workspace } from '../workspaces/index.ts';

export interface JoinedWorkspace extends Pick<Workspace, 'slug' | 'owner' | 'display_name'> {
  readonly graph: WorkspaceGraph;
}

/** A test, and the workspace that runs it. */
export interface CatalogueTest extends GraphTest {
  readonly workspace: string;
  /** What it is called beside what it is about: `not_null`, its own name where it is written for one place. */
  readonly label: string;
}

export interface CatalogueDataset {
  readonly id: string;
  readonly workspace: string;
  readonly owner: string;
  readonly owner_name: string;
  readonly node: GraphNode;
  /** Ids of datasets. */
  readonly upstream: ReadonlySet<string>;
  readonly downstream: ReadonlySet<string>;
  readonly tests: readonly CatalogueTest[];
}

/** A dashboard's block that says what it shows. */
export interface CatalogueBlock {
  readonly id: string;
  readonly name: string;
  readonly workspace: string;
  readonly owner: string;
  readonly upstream: readonly string[];
}

/** Everything that some workspaces build or read, with what comes from what across them. */
export interface JoinedCatalogue {
  readonly datasets: ReadonlyMap<string, CatalogueDataset>;
  readonly blocks: readonly CatalogueBlock[];
  /** The dataset of an id, also of one that is a source for one workspace and built by another. */
  find(id: string): CatalogueDataset | undefined;
}

type Draft = {
  -readonly [K in keyof CatalogueDataset]: CatalogueDataset[K] extends ReadonlySet<string>
    ? Set<string>
    : CatalogueDataset[K] extends readonly CatalogueTest[]
      ? CatalogueTest[]
      : CatalogueDataset[K];
};

export function toDatasetId(workspace: string, uniqueId: string): string {
  return `${workspace}:${uniqueId}`;
}

/** Joins workspaces where one reads what another builds: by the name of the relation, so that it is one node, not two. */
export function joinWorkspaces(workspaces: readonly JoinedWorkspace[]): JoinedCatalogue {
  const datasets = new Map<string, Draft>();
  const aliases = new Map<string, string>();
  const byRelation = new Map<string, string>();
  const add = (workspace: JoinedWorkspace, node: GraphNode) => {
    const id = toDatasetId(workspace.slug, node.unique_id);
    const relation = nameRelation(node);
    const same = relation === undefined ? undefined : byRelation.get(relation);
    if (same !== undefined && node.kind === 'source') return void aliases.set(id, same);
    if (relation !== undefined && same === undefined) byRelation.set(relation, id);
    datasets.set(id, createDraft(id, workspace, node));
  };
  // What is built first: a source of that name is the same.
  for (const isSource of [false, true])
    for (const workspace of workspaces)
      for (const node of workspace.graph.nodes)
        if ((node.kind === 'source') === isSource) add(workspace, node);

  const find = (id: string) => datasets.get(aliases.get(id) ?? id);
  for (const workspace of workspaces) connect(workspace, find);
  return { datasets, find, blocks: workspaces.flatMap((workspace) => listBlocks(workspace, find)) };
}

type Find = (id: string) => Draft | undefined;

function connect({ slug, graph }: JoinedWorkspace, find: Find): void {
  for (const node of graph.nodes) {
    const reader = find(toDatasetId(slug, node.unique_id));
    for (const read of node.reads) {
      const upstream = find(toDatasetId(slug, read));
      if (!reader || !upstream || reader === upstream) continue;
      reader.upstream.add(upstream.id);
      upstream.downstream.add(reader.id);
    }
  }
  for (const test of graph.tests) {
    const label = test.kind === null || test.kind === 'unit_test' ? test.name : test.kind;
    for (const id of test.about) find(toDatasetId(slug, id))?.tests.push({ ...test, workspace: slug, label });
  }
}

/** A block that nothing leads to tells nobody anything. */
function listBlocks({ slug, owner, graph }: JoinedWorkspace, find: Find): CatalogueBlock[] {
  return graph.exposures.flatMap(({ unique_id, name, reads }) => {
    const upstream = reads.flatMap((read) => find(toDatasetId(slug, read))?.id ?? []);
    if (upstream.length === 0) return [];
    return [{ id: toDatasetId(slug, unique_id), name, workspace: slug, owner, upstream }];
  });
}

function createDraft(id: string, { slug, owner, display_name }: JoinedWorkspace, node: GraphNode): Draft {
  const links = { upstream: new Set<string>(), downstream: new Set<string>(), tests: [] };
  return { id, workspace: slug, owner, owner_name: display_name, node, ...links };
}

/** DuckDB's names know no case. */
function nameRelation({ relation }: GraphNode): string | undefined {
  return relation
    ? JSON.stringify([relation.catalogue, relation.schema, relation.name]).toLowerCase()
    : undefined;
}
