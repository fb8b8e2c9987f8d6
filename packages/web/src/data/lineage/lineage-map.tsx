import { useReactFlow, useStoreApi } from '@xyflow/react';
import { type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { onView } from './lineage-backdrop.tsx';
import { type Bounds, findBounds } from './lineage-bounds.ts';
import { useLineageLook } from './lineage-context.ts';
import type { LineageGraph } from './lineage-graph.ts';
import { paintBoxes, prepareCanvas, readPalette, type Size } from './paint-lineage.ts';

interface LineageMapProps {
  readonly graph: LineageGraph;
  readonly size: Size;
}

const MAP: Size = { width: 190, height: 120 };
const EDGE = 8;

/** All of the picture, small, with the part that is in view. */
export function LineageMap({ graph, size }: LineageMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const part = useRef<HTMLDivElement>(null);
  const store = useStoreApi();
  const flow = useReactFlow();
  const { reach, colours } = useLineageLook();
  const { width, height } = size;
  const scaled = useMemo(() => fitMap(findBounds(graph, { width, height })), [graph, width, height]);
  useEffect(() => {
    const context = canvas.current && prepareCanvas(canvas.current, MAP);
    if (!context || !canvas.current) return;
    const palette = readPalette(canvas.current, colours);
    paintBoxes(context, { graph, reach, palette, view: scaled, frame: MAP, size: { width, height } });
  }, [graph, reach, colours, scaled, width, height]);
  useEffect(
    () =>
      onView(store, () => {
        const { transform, width: across, height: down } = store.getState();
        const [x, y, zoom] = transform;
        if (!part.current) return;
        Object.assign(part.current.style, {
          left: `${(-x / zoom) * scaled[2] + scaled[0]}px`,
          top: `${(-y / zoom) * scaled[2] + scaled[1]}px`,
          width: `${(across / zoom) * scaled[2]}px`,
          height: `${(down / zoom) * scaled[2]}px`,
        });
      }),
    [store, scaled],
  );
  const moveTo = ({ buttons, clientX, clientY, currentTarget }: PointerEvent<HTMLElement>) => {
    if (buttons === 0) return;
    const { left, top } = currentTarget.getBoundingClientRect();
    const x = (clientX - left - scaled[0]) / scaled[2];
    const y = (clientY - top - scaled[1]) / scaled[2];
    void flow.setCenter(x, y, { zoom: flow.getZoom() });
  };
  return (
    <div
      className="hf-lineage-map nopan nowheel"
      style={MAP}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        moveTo(event);
      }}
      onPointerMove={moveTo}
    >
      <canvas ref={canvas} style={MAP} />
      <div ref={part} className="hf-lineage-map-part" />
    </div>
  );
}

function fitMap({ x, y, width, height }: Bounds): [number, number, number] {
  const zoom = Math.min((MAP.width - 2 * EDGE) / width, (MAP.height - 2 * EDGE) / height, 0.25);
  return [(MAP.width - width * zoom) / 2 - x * zoom, (MAP.height - height * zoom) / 2 - y * zoom, zoom];
}
