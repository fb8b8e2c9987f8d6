export type { StoredGraph } from './graph-store.ts';
export { quoteRelation } from './quote-relation.ts';
export { readManifest } from './read-manifest.ts';
export type {
  GraphFreshness,
  GraphNode,
  GraphRelation,
  GraphTest,
  WorkspaceGraph,
} from './workspace-graph.ts';
export { createWorkspaceGraphs, type WorkspaceGraphs } from './workspace-graphs.ts';
