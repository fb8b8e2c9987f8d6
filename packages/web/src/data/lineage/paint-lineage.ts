import type { LineageGraph, Reach } from './lineage-graph.ts';
import { type Look, lookOf } from './lineage-words.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where the picture is moved to and how large it is drawn: `[x, y, zoom]`. */
export type View = readonly [x: number, y: number, zoom: number];

export interface Palette {
  readonly edge: string;
  readonly accent: string;
  readonly surface: string;
  readonly looks: Readonly<Record<Look, string>>;
  /** By the owner's slug. */
  readonly owners: ReadonlyMap<string, string>;
}

export interface PaintOptions {
  readonly graph: LineageGraph;
  readonly reach: Reach | undefined;
  readonly palette: Palette;
  /** Of a node. */
  readonly size: Size;
  readonly view: View;
  /** Of the canvas, in CSS pixels. */
  readonly frame: Size;
}

/** How much is left of what a focus does not reach. */
const BESIDE = 0.25;
const STRIPE = 10;

/**
 * Edges in view. On a canvas, since thousands of elements would make each move of the view slow: what is drawn here
 * costs some milliseconds however many there are.
 */
export function paintEdges(context: CanvasRenderingContext2D, options: PaintOptions): void {
  const { palette, reach, view } = options;
  const width = Math.max(1, 1.3 * view[2]);
  const layers = [
    { side: 'beside', color: palette.edge, alpha: reach ? BESIDE : 0.75, width },
    { side: 'up', color: palette.accent, alpha: 1, width: width * 1.6 },
    { side: 'down', color: palette.accent, alpha: 1, width: width * 1.6 },
  ] as const;
  for (const { side, color, alpha, width } of layers) {
    if (side !== 'beside' && !reach) continue;
    context.globalAlpha = alpha;
    context.strokeStyle = color;
    context.lineWidth = width;
    context.stroke(traceEdges(options, side));
  }
  context.globalAlpha = 1;
}

function traceEdges({ graph, reach, size, view, frame }: PaintOptions, wanted: Side): Path2D {
  const path = new Path2D();
  const [left, top, zoom] = view;
  for (const [from, to] of graph.edges) {
    const [start, end] = [graph.nodes[from], graph.nodes[to]];
    if (!start || !end || sideOf(reach, from, to) !== wanted) continue;
    const x1 = (start.x + size.width) * zoom + left;
    const x2 = end.x * zoom + left;
    const y1 = (start.y + size.height / 2) * zoom + top;
    const y2 = (end.y + size.height / 2) * zoom + top;
    const bend = Math.max(24 * zoom, Math.abs(x2 - x1) / 2);
    if (Math.max(x1, x2) + bend < 0 || Math.min(x1, x2) - bend > frame.width) continue;
    if (Math.max(y1, y2) < 0 || Math.min(y1, y2) > frame.height) continue;
    path.moveTo(x1, y1);
    path.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
  }
  return path;
}

type Side = 'beside' | 'up' | 'down';

/** An edge belongs to a focus when it lies on a way to it or from it. */
export function sideOf(reach: Reach | undefined, from: number, to: number): Side {
  const [start, end] = [reach?.get(from), reach?.get(to)];
  if (start === 'up' && end && end !== 'down') return 'up';
  return end === 'down' && start && start !== 'up' ? 'down' : 'beside';
}

/** All nodes as plain boxes: seen from afar, where no name could be read. */
export function paintBoxes(context: CanvasRenderingContext2D, options: PaintOptions): void {
  const { graph, reach, palette, size, view } = options;
  const [left, top, zoom] = view;
  graph.nodes.forEach((node, index) => {
    const side = reach?.get(index);
    const x = node.x * zoom + left;
    const y = node.y * zoom + top;
    context.globalAlpha = reach && !side ? BESIDE : 1;
    context.fillStyle = palette.surface;
    context.fillRect(x, y, size.width * zoom, size.height * zoom);
    context.globalAlpha *= 0.5;
    context.fillStyle = palette.looks[lookOf(node)];
    context.fillRect(x, y, size.width * zoom, size.height * zoom);
    context.globalAlpha *= 2;
    context.fillStyle = palette.owners.get(node.owner) ?? palette.edge;
    context.fillRect(x, y, STRIPE * zoom, size.height * zoom);
    if (side !== 'focus') return;
    context.strokeStyle = palette.accent;
    context.lineWidth = 3;
    context.strokeRect(x - 2, y - 2, size.width * zoom + 4, size.height * zoom + 4);
  });
  context.globalAlpha = 1;
}

/** The colours of the theme, as a canvas needs them. */
export function readPalette(element: Element, colours: ReadonlyMap<string, string>): Palette {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    edge: read('--hf-owner-none'),
    accent: read('--mantine-color-accent-5'),
    surface: read('--hf-surface'),
    looks: {
      good: read('--hf-good'),
      busy: read('--mantine-color-accent-5'),
      warn: read('--hf-warn'),
      bad: read('--hf-bad'),
      never: read('--mantine-color-dimmed'),
    },
    owners: new Map([...colours].map(([slug, color]) => [slug, read(color.slice('var('.length, -1))])),
  };
}

/** Clears a canvas of this size, sharp on any screen. */
export function prepareCanvas(canvas: HTMLCanvasElement, { width, height }: Size) {
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  const scale = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
