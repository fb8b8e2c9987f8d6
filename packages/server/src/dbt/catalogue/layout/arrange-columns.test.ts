import { expect, it } from 'vitest';
import { arrangeColumns, type LayoutGraph, NODE_HEIGHT, NODE_WIDTH, type Places } from './arrange-columns.ts';

function toPoints(places: Places) {
  return Array.from({ length: places.length / 2 }, (_, node) => ({
    x: places[node * 2] ?? Number.NaN,
    y: places[node * 2 + 1] ?? Number.NaN,
  }));
}

/** Layers of nodes, each of which reads two of the layer before. */
function createLayers(layers: number, size: number): LayoutGraph {
  const edges: [number, number][] = [];
  for (let node = size; node < layers * size; node += 1) {
    const before = node - size - (node % size);
    edges.push([before + ((node * 7) % size), node], [before + ((node * 13) % size), node]);
  }
  return { columns: new Array<null>(layers * size).fill(null), edges };
}

function requireApart(places: Places): void {
  const columns = Map.groupBy(toPoints(places), ({ x }) => x);
  for (const points of columns.values()) {
    const ys = points.map(({ y }) => y).sort((a, b) => a - b);
    for (const [row, y] of ys.entries())
      if (row > 0) expect(y - (ys[row - 1] ?? y)).toBeGreaterThanOrEqual(NODE_HEIGHT);
  }
}

it('puts every node right of all that it reads, and none over another', () => {
  const graph = createLayers(10, 200);
  const places = arrangeColumns(graph);
  const points = toPoints(places);
  for (const [from, to] of graph.edges)
    expect((points[to]?.x ?? 0) - (points[from]?.x ?? 0)).toBeGreaterThan(NODE_WIDTH);
  requireApart(places);
});

it('puts dashboards into the last column, however near they hang', () => {
  const graph: LayoutGraph = {
    columns: ['first', null, null, 'last'],
    edges: [
      [0, 1],
      [1, 2],
      [0, 3],
    ],
  };
  const points = toPoints(arrangeColumns(graph));
  expect(points[3]?.x).toBe(points[2]?.x);
});

it('puts neighbours at one height: two chains do not cross', () => {
  const graph: LayoutGraph = {
    columns: [null, null, null, null],
    edges: [
      [0, 3],
      [1, 2],
    ],
  };
  const points = toPoints(arrangeColumns(graph));
  expect(points[0]?.y).toBe(points[3]?.y);
  expect(points[1]?.y).toBe(points[2]?.y);
});

it('comes to an end where reading goes in a circle', () => {
  const edges = [
    [0, 1],
    [1, 2],
    [2, 0],
  ] as const;
  const places = arrangeColumns({ columns: [null, null, null], edges });
  expect(new Set(toPoints(places).map(({ x }) => x)).size).toBe(3);
});

it('arranges nothing', () => {
  expect(arrangeColumns({ columns: [], edges: [] })).toEqual([]);
});
