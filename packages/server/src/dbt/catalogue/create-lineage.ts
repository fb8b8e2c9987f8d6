import type { Lineage, LineageNode } from '@honeyframe/contract/api';
import { countTests } from './describe-dataset.ts';
import {
  type CatalogueBlock,
  type CatalogueDataset,
  type CatalogueTest,
  toDatasetId,
} from './join-workspaces.ts';
import { toKey } from './node-states.ts';
import { findState, type OrgView } from './org-view.ts';

export interface LineageQuery {
  /** One with its neighbours; all where it is left out. */
  readonly workspace?: string | undefined;
  /** Tests as nodes too. */
  readonly tests: boolean;
}

/** A node that has no place yet. */
export type UnplacedNode = Omit<LineageNode, 'x' | 'y'>;

export interface LineageGraph extends Pick<Lineage, 'edges' | 'owners'> {
  readonly nodes: readonly UnplacedNode[];
}

const noTests = { passed: 0, failed: 0, total: 0 };

/** Datasets, what leads to blocks of dashboards, and tests where they are asked for, with the edges between them. */
export function createLineage(view: OrgView, query: LineageQuery): LineageGraph {
  const datasets = chooseDatasets(view, query.workspace);
  const chosen = new Set(datasets.map(({ id }) => id));
  const blocks = view.joined.blocks.filter(
    ({ workspace, upstream }) =>
      (query.workspace === undefined || workspace === query.workspace) &&
      upstream.some((id) => chosen.has(id)),
  );
  const tests = query.tests ? listTests(datasets) : [];
  const nodes = [
    ...datasets.map((dataset) => describeNode(view, dataset)),
    ...tests.map(({ test, owner }) => describeTest(view, test, owner)),
    ...blocks.map(describeBlock),
  ];
  const indices = new Map(nodes.map(({ id }, index) => [id, index]));
  const edges: [number, number][] = [];
  const connect = (from: string, to: string) => {
    const [source, target] = [indices.get(from), indices.get(to)];
    if (source !== undefined && target !== undefined) edges.push([source, target]);
  };
  for (const { id, upstream } of datasets) for (const from of upstream) connect(from, id);
  for (const { test, about } of tests) for (const from of about) connect(from, toKey(test));
  for (const { id, upstream } of blocks) for (const from of upstream) connect(from, id);
  return { nodes, edges, owners: listOwners(datasets) };
}

function chooseDatasets({ joined }: OrgView, workspace: string | undefined): CatalogueDataset[] {
  const all = [...joined.datasets.values()];
  if (workspace === undefined) return all;
  const own = all.filter((dataset) => dataset.workspace === workspace);
  const wanted = new Set(own.flatMap(({ id, upstream, downstream }) => [id, ...upstream, ...downstream]));
  return all.filter(({ id }) => wanted.has(id));
}

interface ShownTest {
  readonly test: CatalogueTest;
  readonly owner: string;
  /** Ids of the datasets that it is about. */
  readonly about: string[];
}

/** One that is about several of them is one node. */
function listTests(datasets: readonly CatalogueDataset[]): ShownTest[] {
  const found = new Map<string, ShownTest>();
  for (const { id, owner, tests } of datasets)
    for (const test of tests) {
      const shown = found.get(toKey(test)) ?? { test, owner, about: [] };
      shown.about.push(id);
      found.set(toKey(test), shown);
    }
  return [...found.values()];
}

function describeNode(view: OrgView, dataset: CatalogueDataset): UnplacedNode {
  const { id, workspace, owner, node } = dataset;
  return {
    id,
    name: node.name,
    kind: node.kind,
    workspace,
    owner,
    state: findState(view, dataset),
    materialisation: node.materialisation,
    tests: countTests(view, dataset),
  };
}

function describeTest(view: OrgView, test: CatalogueTest, owner: string): UnplacedNode {
  const name = test.column === null ? test.label : `${test.label} ${test.column}`;
  const state = view.tests.get(toKey(test))?.state ?? 'never';
  const { workspace, unique_id } = test;
  const id = toDatasetId(workspace, unique_id);
  return { id, name, kind: 'test', workspace, owner, state, materialisation: null, tests: noTests };
}

/** It is there as soon as the plugin is. */
function describeBlock({ id, name, workspace, owner }: CatalogueBlock): UnplacedNode {
  return {
    id,
    name,
    kind: 'block',
    workspace,
    owner,
    state: 'success',
    materialisation: null,
    tests: noTests,
  };
}

function listOwners(datasets: readonly CatalogueDataset[]): Lineage['owners'] {
  const owners = new Map(datasets.map(({ owner, owner_name }) => [owner, owner_name]));
  return [...owners].map(([slug, display_name]) => ({ slug, display_name }));
}
