import { describe, expect, it } from 'vitest';
import { findBounds, findNodeAt } from './lineage-bounds.ts';
import type { Reach } from './lineage-graph.ts';
import { sideOf } from './paint-lineage.ts';

describe('the edges of a focus', () => {
  const reach: Reach = new Map([
    [0, 'up'],
    [1, 'up'],
    [2, 'focus'],
    [3, 'down'],
  ]);

  it('are those on the way to it and from it', () => {
    expect(sideOf(reach, 0, 1)).toBe('up');
    expect(sideOf(reach, 1, 2)).toBe('up');
    expect(sideOf(reach, 2, 3)).toBe('down');
  });

  it('are not those that pass it by, or lead elsewhere', () => {
    expect(sideOf(reach, 0, 3)).toBe('beside');
    expect(sideOf(reach, 0, 9)).toBe('beside');
    expect(sideOf(undefined, 0, 1)).toBe('beside');
  });
});

describe('places in the picture', () => {
  const tests = { passed: 0, failed: 0, total: 0 };
  const base = {
    kind: 'model',
    workspace: 'w',
    owner: 'w',
    state: 'success',
    materialisation: null,
  } as const;
  const nodes = [
    { ...base, id: 'a', name: 'a', x: -10, y: 5, tests },
    { ...base, id: 'b', name: 'b', x: 100, y: 50, tests },
  ];
  const size = { width: 40, height: 20 };

  it('lie within the box around all nodes', () => {
    expect(findBounds({ nodes }, size)).toEqual({ x: -10, y: 5, width: 150, height: 65 });
    expect(findBounds({ nodes: [] }, size)).toEqual({ x: 0, y: 0, width: 40, height: 20 });
  });

  it('name the node that is there, or none', () => {
    expect(findNodeAt({ nodes }, size, { x: 120, y: 60 })?.id).toBe('b');
    expect(findNodeAt({ nodes }, size, { x: 60, y: 10 })).toBeUndefined();
  });
});
