import { Icon, useComputedColorScheme } from '@honeyframe/sdk/ui';
import {
  ControlButton,
  Controls,
  type Edge,
  ReactFlow,
  type ReactFlowInstance,
  useStore,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import { LineageBackdrop } from './lineage-backdrop.tsx';
import { type Bounds, findBounds, findNodeAt } from './lineage-bounds.ts';
import type { LineageGraph } from './lineage-graph.ts';
import { LineageMap } from './lineage-map.tsx';
import { LineageNode, type PictureNode } from './lineage-node.tsx';
import type { Size } from './paint-lineage.ts';
import { fits, showAll, showNode } from './show-node.ts';
import './lineage-canvas.css';

interface LineageCanvasProps {
  readonly graph: LineageGraph;
  readonly size: Size;
  readonly focus: string;
  readonly onFocus: (id: string) => void;
  readonly onOpen: (id: string) => void;
  /** Another picture: where the view begins anew. */
  readonly scope: string;
}

const nodeTypes = { dataset: LineageNode };
const noNodes: PictureNode[] = [];
const noEdges: Edge[] = [];
/** Farther away than this no name can be read, and nodes are boxes on the canvas behind. */
const FAR = 0.4;

/** The picture itself. Only what is in view is in the document. */
export function LineageCanvas({ graph, size, focus, onFocus, onOpen, scope }: LineageCanvasProps) {
  const { width, height } = size;
  const scheme = useComputedColorScheme('light');
  const [flow, setFlow] = useState<ReactFlowInstance<PictureNode>>();
  const [isFar, setIsFar] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const nodes = useMemo(() => toNodes(graph, width, height), [graph, width, height]);
  const bounds = useMemo(() => findBounds(graph, { width, height }), [graph, width, height]);
  useFollow({ flow, frame, graph, bounds, width, height, focus, scope });
  const onPaneClick = ({ clientX: x, clientY: y }: MouseEvent) => {
    const found = isFar && flow && findNodeAt(graph, size, flow.screenToFlowPosition({ x, y }));
    onFocus(found ? found.id : '');
  };
  return (
    <ReactFlow<PictureNode>
      ref={frame}
      nodes={isFar ? noNodes : nodes}
      edges={noEdges}
      nodeTypes={nodeTypes}
      colorMode={scheme}
      onInit={setFlow}
      onNodeClick={(_, { id }) => onFocus(id)}
      onNodeDoubleClick={(_, { id }) => onOpen(id)}
      onPaneClick={onPaneClick}
      minZoom={0.05}
      maxZoom={1.5}
      onlyRenderVisibleElements
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      elementsSelectable={false}
      zoomOnDoubleClick={false}
      disableKeyboardA11y
    >
      {/* Each reads its colours once: another scheme is another picture. */}
      <LineageBackdrop key={`backdrop ${scheme}`} graph={graph} size={size} isFar={isFar} />
      <Distance onChange={setIsFar} />
      <Controls showInteractive={false} showFitView={false}>
        <ControlButton
          title="Show all"
          aria-label="Show all"
          onClick={() => flow && void flow.fitBounds(bounds, { padding: 0.05 })}
        >
          <Icon name="maximize-2" size={13} />
        </ControlButton>
      </Controls>
      <LineageMap key={`map ${scheme}`} graph={graph} size={size} />
    </ReactFlow>
  );
}

function toNodes({ nodes }: LineageGraph, width: number, height: number): PictureNode[] {
  return nodes.map((fact, index) => ({
    id: fact.id,
    type: 'dataset',
    position: { x: fact.x, y: fact.y },
    data: { fact, index },
    // With the size known, nothing is measured, and what is out of view is never drawn.
    width,
    height,
    measured: { width, height },
    handles: [],
  }));
}

/** Tells when the view crosses the distance at which names end; between, nothing is drawn anew. */
function Distance({ onChange }: { readonly onChange: (isFar: boolean) => void }) {
  const isFar = useStore(({ transform }) => transform[2] < FAR);
  useEffect(() => onChange(isFar), [isFar, onChange]);
  return null;
}

interface FollowOptions extends Size, Pick<LineageCanvasProps, 'graph' | 'focus' | 'scope'> {
  readonly bounds: Bounds;
  readonly flow: ReactFlowInstance<PictureNode> | undefined;
  readonly frame: { readonly current: HTMLDivElement | null };
}

/** The view goes where the focus goes; a new picture without one begins where all of it, or most, can be read. */
function useFollow({ flow, frame, graph, bounds, width, height, focus, scope }: FollowOptions): void {
  const shown = useRef('');
  useEffect(() => {
    if (!flow || !frame.current) return;
    const isNew = shown.current !== scope;
    shown.current = scope;
    const size = { width, height };
    if (isNew && (!focus || fits(frame.current, bounds))) showAll(flow, frame.current, bounds);
    else if (focus) showNode({ flow, frame: frame.current, graph, size, focus, duration: isNew ? 0 : 220 });
  }, [flow, frame, graph, bounds, width, height, focus, scope]);
}
