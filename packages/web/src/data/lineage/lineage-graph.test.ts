import type { LineageNode } from '@honeyframe/contract/api';
import { describe, expect, it } from 'vitest';
import { createLineageGraph, findNeighbour, findReach, narrowTo } from './lineage-graph.ts';

function node(id: string, x: number, y: number): LineageNode {
  const tests = { passed: 0, failed: 0, total: 0 };
  return {
    ...{ id, name: id, kind: 'model', workspace: 'w', owner: 'w', state: 'success' },
    ...{ materialisation: 'table', x, y, tests },
  };
}

//  0 raw ──► 2 clean ──► 4 mart ──► 5 report
//  1 other ─► 3 aside ───────────────────┘
const graph = createLineageGraph({
  nodes: [
    node('raw', 0, 0),
    node('other', 0, 400),
    node('clean', 200, 0),
    node('aside', 200, 300),
    node('mart', 400, 0),
    node('report', 600, 100),
  ],
  edges: [
    [0, 2],
    [2, 4],
    [4, 5],
    [1, 3],
    [3, 5],
  ],
});

describe('the reach of a focus', () => {
  it('goes all the way up and down, and to nothing beside', () => {
    expect([...findReach(graph, 2)].toSorted()).toEqual([
      [0, 'up'],
      [2, 'focus'],
      [4, 'down'],
      [5, 'down'],
    ]);
  });

  it('stops after as many steps as are asked for', () => {
    expect([...findReach(graph, 5, 1).keys()].toSorted()).toEqual([3, 4, 5]);
  });

  it('ends where edges go round', () => {
    const round = createLineageGraph({
      nodes: [node('a', 0, 0), node('b', 1, 0)],
      edges: [
        [0, 1],
        [1, 0],
      ],
    });
    expect(findReach(round, 0).size).toBe(2);
  });
});

describe('a lineage narrowed to a reach', () => {
  const narrow = narrowTo(graph, findReach(graph, 5), 50);

  it('keeps the edges between what is left', () => {
    expect(narrow.nodes.map(({ id }) => id)).toEqual(['raw', 'other', 'clean', 'aside', 'mart', 'report']);
    const few = narrowTo(graph, findReach(graph, 4, 1), 50);
    expect(few.nodes.map(({ id }) => id)).toEqual(['clean', 'mart', 'report']);
    expect(few.edges).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('closes the gaps of a column and keeps its order', () => {
    const places = narrow.nodes.map(({ id, x, y }) => [id, x, y]);
    expect(places.slice(0, 2)).toEqual([
      ['raw', 0, -25],
      ['other', 0, 25],
    ]);
  });
});

describe('walking with the arrow keys', () => {
  it('follows edges to the sides, and takes the neighbour that is nearest', () => {
    expect(findNeighbour(graph, 5, 'left')).toBe(4);
    expect(findNeighbour(graph, 2, 'right')).toBe(4);
    expect(findNeighbour(graph, 0, 'left')).toBeUndefined();
  });

  it('goes up and down within a column', () => {
    expect(findNeighbour(graph, 0, 'down')).toBe(1);
    expect(findNeighbour(graph, 3, 'up')).toBe(2);
    expect(findNeighbour(graph, 2, 'up')).toBeUndefined();
  });
});
