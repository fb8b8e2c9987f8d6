/** A graph to be laid out, as short as it can be said: it is handed to a child and hashed. */
export interface LayoutGraph {
  /** One a node: where it wants to be. */
  readonly columns: readonly ('first' | 'last' | null)[];
  /** Indices of nodes: from, to. */
  readonly edges: readonly (readonly [number, number])[];
}

/** Top left corner of each node, in pixels: x, y, x, y, … */
export type Places = readonly number[];

export const NODE_WIDTH = 220;
export const NODE_HEIGHT = 56;
export const COLUMN_GAP = 80;
export const ROW_GAP = 16;

const SWEEPS = 4;

/** Columns by the longest path, each in the order of the middle of its neighbours. Some milliseconds for thousands of nodes. */
export function arrangeColumns(graph: LayoutGraph): Places {
  const neighbours = readNeighbours(graph);
  const columns = orderColumns(assignColumns(graph, neighbours), neighbours);
  const tallest = Math.max(0, ...columns.map((column) => column.length));
  const places = new Array<number>(graph.columns.length * 2).fill(0);
  for (const [column, nodes] of columns.entries()) {
    const top = ((tallest - nodes.length) * (NODE_HEIGHT + ROW_GAP)) / 2;
    for (const [row, node] of nodes.entries()) {
      places[node * 2] = column * (NODE_WIDTH + COLUMN_GAP);
      places[node * 2 + 1] = top + row * (NODE_HEIGHT + ROW_GAP);
    }
  }
  return places;
}

interface Neighbours {
  readonly before: readonly number[][];
  readonly after: readonly number[][];
}

function readNeighbours({ columns, edges }: LayoutGraph): Neighbours {
  const before: number[][] = columns.map(() => []);
  const after: number[][] = columns.map(() => []);
  for (const [from, to] of edges) {
    before[to]?.push(from);
    after[from]?.push(to);
  }
  return { before, after };
}

/** The column of each node: one right of the last that it reads. Where reading goes in a circle, somebody begins. */
function assignColumns({ columns }: LayoutGraph, { before, after }: Neighbours): number[] {
  const waiting = before.map((nodes) => nodes.length);
  const column = columns.map(() => 0);
  const done = new Set<number>();
  const ready = columns.flatMap((_, node) => (waiting[node] === 0 ? [node] : []));
  const rest = columns.keys();
  for (;;) {
    const node = ready.pop() ?? findNext(rest, done);
    if (node === undefined) break;
    if (done.has(node)) continue;
    done.add(node);
    for (const next of after[node] ?? []) {
      if (done.has(next)) continue;
      column[next] = Math.max(column[next] ?? 0, (column[node] ?? 0) + 1);
      waiting[next] = (waiting[next] ?? 0) - 1;
      if (waiting[next] === 0) ready.push(next);
    }
  }
  const last = Math.max(0, ...column);
  return column.map((own, node) => (columns[node] === 'last' ? last : own));
}

function findNext(rest: Iterator<number>, done: ReadonlySet<number>): number | undefined {
  for (let next = rest.next(); !next.done; next = rest.next()) if (!done.has(next.value)) return next.value;
  return undefined;
}

function orderColumns(column: readonly number[], { before, after }: Neighbours): number[][] {
  const columns: number[][] = Array.from({ length: Math.max(-1, ...column) + 1 }, () => []);
  for (const [node, own] of column.entries()) columns[own]?.push(node);
  const rank = new Float64Array(column.length);
  const number = (nodes: readonly number[]) => {
    // From 0 to 1, so that a short column and a long one can be compared.
    for (const [row, node] of nodes.entries()) rank[node] = (row + 0.5) / nodes.length;
  };
  for (const nodes of columns) number(nodes);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const isForward = sweep % 2 === 0;
    for (const nodes of isForward ? columns : columns.toReversed()) {
      sortByMiddle(nodes, isForward ? before : after, rank);
      number(nodes);
    }
  }
  return columns;
}

function sortByMiddle(nodes: number[], neighbours: readonly number[][], rank: Float64Array): void {
  const middle = new Map(
    nodes.map((node) => {
      const own = neighbours[node] ?? [];
      const sum = own.reduce((total, neighbour) => total + (rank[neighbour] ?? 0), 0);
      return [node, own.length > 0 ? sum / own.length : (rank[node] ?? 0)];
    }),
  );
  nodes.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0) || a - b);
}
