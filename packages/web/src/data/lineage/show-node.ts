import type { ReactFlowInstance } from '@xyflow/react';
import type { Bounds } from './lineage-bounds.ts';
import type { LineageGraph } from './lineage-graph.ts';
import type { PictureNode } from './lineage-node.tsx';
import type { Size } from './paint-lineage.ts';

/** Names are readable from here on. */
const READABLE = 0.55;
/** Pixels between what is shown and the frame. */
const ROOM = 40;
/** Frames wider than this have the inspector at their right, narrower ones below; so much of it is covered. */
const WIDE = 700;
const INSPECTOR = 280;

interface ShowNodeOptions {
  readonly flow: ReactFlowInstance<PictureNode>;
  readonly frame: HTMLElement;
  readonly graph: LineageGraph;
  readonly size: Size;
  readonly focus: string;
  /** In milliseconds; 0 moves at once, also where it would be in view. */
  readonly duration: number;
}

/** Moves the view, where the node is not in it with room around. */
export function showNode({ flow, frame, graph, size, focus, duration }: ShowNodeOptions): void {
  const node = graph.nodes[graph.indexOf.get(focus) ?? -1];
  if (!node) return;
  const zoom = flow.getZoom();
  if (duration > 0 && zoom >= READABLE && isWithin(frame, flow, node, size)) return;
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const next = Math.max(zoom, READABLE + 0.25);
  const [all, free] = [frame.getBoundingClientRect(), findFree(frame)];
  const x = node.x + size.width / 2 + (all.right - free.right) / 2 / next;
  const y = node.y + size.height / 2 + (all.bottom - free.bottom) / 2 / next;
  void flow.setCenter(x, y, {
    zoom: next,
    duration: calm ? 0 : duration,
  });
}

/** The part of the frame that the facts about the focus do not cover. */
function findFree(frame: HTMLElement) {
  const { left, right, top, bottom, width } = frame.getBoundingClientRect();
  if (width > WIDE) return { left, right: right - INSPECTOR, top, bottom };
  return { left, right, top, bottom: bottom - INSPECTOR };
}

function isWithin(
  frame: HTMLElement,
  flow: ReactFlowInstance<PictureNode>,
  place: { readonly x: number; readonly y: number },
  size: Size,
): boolean {
  const { left, right, top, bottom } = findFree(frame);
  const start = flow.flowToScreenPosition({ x: place.x, y: place.y });
  const end = flow.flowToScreenPosition({ x: place.x + size.width, y: place.y + size.height });
  return start.x > left + ROOM && end.x < right - ROOM && start.y > top + ROOM && end.y < bottom - ROOM;
}

/** Whether all of a picture can be read at once. */
export function fits(frame: HTMLElement, bounds: Bounds): boolean {
  return findFitting(frame, bounds) >= READABLE;
}

function findFitting(frame: HTMLElement, bounds: Bounds): number {
  const { width, height } = frame.getBoundingClientRect();
  return Math.min((width - 2 * ROOM) / bounds.width, (height - 2 * ROOM) / bounds.height, 1);
}

/** All of the picture; of one that is too large to be read so, the beginning. */
export function showAll(flow: ReactFlowInstance<PictureNode>, frame: HTMLElement, bounds: Bounds): void {
  const { width, height } = frame.getBoundingClientRect();
  const zoom = Math.max(findFitting(frame, bounds), READABLE);
  const start = (space: number, extent: number) => Math.max(ROOM, (space - extent * zoom) / 2);
  void flow.setViewport({
    x: start(width, bounds.width) - bounds.x * zoom,
    y: (height - bounds.height * zoom) / 2 - bounds.y * zoom,
    zoom,
  });
}
