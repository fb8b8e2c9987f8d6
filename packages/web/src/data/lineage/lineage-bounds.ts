import type { LineageNode } from '@honeyframe/contract/api';
import type { LineageGraph } from './lineage-graph.ts';

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The box around all nodes. */
export function findBounds(
  { nodes }: Pick<LineageGraph, 'nodes'>,
  size: { readonly width: number; readonly height: number },
): Bounds {
  if (nodes.length === 0) return { x: 0, y: 0, ...size };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of nodes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + size.width);
    bottom = Math.max(bottom, y + size.height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The node at a place of the picture. */
export function findNodeAt(
  { nodes }: Pick<LineageGraph, 'nodes'>,
  size: { readonly width: number; readonly height: number },
  place: { readonly x: number; readonly y: number },
): LineageNode | undefined {
  return nodes.find(
    ({ x, y }) => place.x >= x && place.x <= x + size.width && place.y >= y && place.y <= y + size.height,
  );
}
