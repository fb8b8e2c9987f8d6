import { createRequire } from 'node:module';
import type { ELK, ElkNode } from 'elkjs';
import {
  COLUMN_GAP,
  type LayoutGraph,
  NODE_HEIGHT,
  NODE_WIDTH,
  type Places,
  ROW_GAP,
} from './arrange-columns.ts';

const constraints = { first: 'FIRST', last: 'LAST' } as const;

/** The careful layout: few crossings, neighbours at one height. Seconds for thousands of nodes, so it has a child to itself. */
export default async function arrangeLayers(graph: LayoutGraph): Promise<Places> {
  const Elk = createRequire(import.meta.url)('elkjs/lib/elk.bundled.js') as new () => ELK;
  const placed = await new Elk().layout(toElk(graph));
  return (placed.children ?? []).flatMap(({ x = 0, y = 0 }) => [Math.round(x), Math.round(y)]);
}

function toElk({ columns, edges }: LayoutGraph): ElkNode {
  return {
    id: 'lineage',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      // One picture with columns, not one for each group of nodes that hang together.
      'elk.separateConnectedComponents': 'false',
      'elk.padding': '[top=0,left=0,bottom=0,right=0]',
      'elk.spacing.nodeNode': String(ROW_GAP),
      'elk.layered.spacing.nodeNodeBetweenLayers': String(COLUMN_GAP),
      'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
      // The page draws its own curves: these take the least room and time.
      'elk.edgeRouting': 'POLYLINE',
    },
    children: columns.map((column, index) => ({
      id: String(index),
      width: NODE_WIDTH,
      height: NODE_HEIGHT,
      ...(column && { layoutOptions: { 'elk.layered.layering.layerConstraint': constraints[column] } }),
    })),
    edges: edges.map(([from, to], index) => ({
      id: `e${index}`,
      sources: [String(from)],
      targets: [String(to)],
    })),
  };
}
