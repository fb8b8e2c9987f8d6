import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useLineageLook } from './lineage-context.ts';
import type { LineageGraph } from './lineage-graph.ts';
import { paintBoxes, paintEdges, prepareCanvas, readPalette, type Size } from './paint-lineage.ts';

interface LineageBackdropProps {
  readonly graph: LineageGraph;
  readonly size: Size;
  /** Nodes too are drawn here. */
  readonly isFar: boolean;
}

/** What lies behind the nodes: all edges, and from afar the nodes themselves. Moves with the view, without React. */
export function LineageBackdrop({ graph, size, isFar }: LineageBackdropProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  const { reach, colours } = useLineageLook();
  const { width, height } = size;
  useEffect(() => {
    if (!canvas.current) return;
    const target = canvas.current;
    const palette = readPalette(target, colours);
    return onView(store, () => {
      const { transform: view, width: across, height: down } = store.getState();
      const frame = { width: across, height: down };
      const context = prepareCanvas(target, frame);
      if (!context) return;
      const options = { graph, reach, palette, view, frame, size: { width, height } };
      paintEdges(context, options);
      if (isFar) paintBoxes(context, options);
    });
  }, [store, graph, reach, colours, width, height, isFar]);
  return <canvas ref={canvas} className="hf-lineage-backdrop" />;
}

/** Calls now, and once for each frame in which the view changes. */
export function onView(store: ReturnType<typeof useStoreApi>, paint: () => void): () => void {
  let frame = 0;
  const stop = store.subscribe((now, before) => {
    if (now.transform === before.transform && now.width === before.width && now.height === before.height)
      return;
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      paint();
    });
  });
  paint();
  return () => {
    stop();
    cancelAnimationFrame(frame);
  };
}
