import type { Lineage, LineageNode } from '@honeyframe/contract/api';

/** A lineage that can be walked. Nodes are named by their place in `nodes`. */
export interface LineageGraph {
  readonly nodes: readonly LineageNode[];
  readonly edges: Lineage['edges'];
  /** By node: what it is made of, and what is made of it. */
  readonly up: readonly (readonly number[])[];
  readonly down: readonly (readonly number[])[];
  readonly indexOf: ReadonlyMap<string, number>;
}

export type Side = 'focus' | 'up' | 'down';
/** Nodes that a focus reaches, by their place. */
export type Reach = ReadonlyMap<number, Side>;

export function createLineageGraph({ nodes, edges }: Pick<Lineage, 'nodes' | 'edges'>): LineageGraph {
  const up: number[][] = nodes.map(() => []);
  const down: number[][] = nodes.map(() => []);
  for (const [from, to] of edges) {
    down[from]?.push(to);
    up[to]?.push(from);
  }
  return { nodes, edges, up, down, indexOf: new Map(nodes.map(({ id }, index) => [id, index])) };
}

/** Everything that a node is made of and that is made of it, at most so many steps away. */
export function findReach(graph: LineageGraph, focus: number, depth = Number.POSITIVE_INFINITY): Reach {
  const reach = new Map<number, Side>();
  spread(graph.up, focus, depth, (node) => reach.set(node, 'up'));
  spread(graph.down, focus, depth, (node) => reach.set(node, 'down'));
  return reach.set(focus, 'focus');
}

function spread(next: LineageGraph['up'], start: number, depth: number, visit: (node: number) => void): void {
  const seen = new Set([start]);
  let front = [start];
  for (let step = 0; step < depth && front.length > 0; step += 1) {
    front = front.flatMap((node) => next[node] ?? []).filter((node) => !seen.has(node) && seen.add(node));
    for (const node of new Set(front)) visit(node);
  }
}

/** The part of a graph that a focus reaches, pushed together: columns stay, gaps within them close. */
export function narrowTo(graph: LineageGraph, reach: Reach, gap: number): LineageGraph {
  const kept = [...reach.keys()].toSorted((a, b) => a - b);
  const places = new Map(kept.map((node, place) => [node, place]));
  const nodes = closeGaps(
    kept.flatMap((node) => graph.nodes[node] ?? []),
    gap,
  );
  const edges = graph.edges.flatMap(([from, to]): [number, number][] => {
    const [start, end] = [places.get(from), places.get(to)];
    return start === undefined || end === undefined ? [] : [[start, end]];
  });
  return createLineageGraph({ nodes, edges });
}

/** Stacks the nodes of each column in their order, the columns' middles on one line. */
function closeGaps(nodes: readonly LineageNode[], gap: number): LineageNode[] {
  const columns = Map.groupBy(nodes, ({ x }) => x);
  const placed = new Map<LineageNode, number>();
  for (const column of columns.values()) {
    const top = -((column.length - 1) * gap) / 2;
    column
      .toSorted((a, b) => a.y - b.y)
      .forEach((node, row) => {
        placed.set(node, top + row * gap);
      });
  }
  return nodes.map((node) => ({ ...node, y: placed.get(node) ?? node.y }));
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The neighbour in a direction: along an edge to the sides, the next of the same column up and down. */
export function findNeighbour(graph: LineageGraph, from: number, direction: Direction): number | undefined {
  const here = graph.nodes[from];
  if (!here) return undefined;
  if (direction === 'left') return nearest(graph, here, graph.up[from] ?? []);
  if (direction === 'right') return nearest(graph, here, graph.down[from] ?? []);
  const below = direction === 'down';
  const column = graph.nodes.flatMap(({ x, y }, index) =>
    x === here.x && (below ? y > here.y : y < here.y) ? [index] : [],
  );
  return nearest(graph, here, column);
}

function nearest(
  { nodes }: LineageGraph,
  { y }: LineageNode,
  candidates: readonly number[],
): number | undefined {
  const distance = (node: number) => Math.abs((nodes[node]?.y ?? 0) - y);
  return candidates.toSorted((a, b) => distance(a) - distance(b))[0];
}
