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

/** Rounds that look for fewer crossings: all of them cost 2,000 nodes 20 s of a core, one costs 7 s. */
const roundsBySize = [
  { nodes: 300, rounds: 7 },
  { nodes: 1000, rounds: 3 },
];

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
      'elk.layered.thoroughness': String(chooseRounds(columns.length)),
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

function chooseRounds(size: number): number {
  return roundsBySize.find(({ nodes }) => size <= nodes)?.rounds ?? 1;
}
