import type { Placement } from '@honeyframe/contract/api';

export type Layout = Placement['layout'];
export type Placed = Pick<Placement, 'id' | 'layout'>;

export const COLUMNS = 12;
const MOST_ROWS = 20;

/** Puts a block somewhere: others make room below it, and everything then moves up as far as it can. */
export function placeBlock<P extends Placed>(blocks: readonly P[], id: string, wanted: Layout): P[] {
  const layout = keepInside(wanted);
  const first = blocks.find((block) => block.id === id);
  if (!first) return [...blocks];
  const moved = [{ ...first, layout }, ...blocks.filter((block) => block.id !== id)];
  return moveUp(makeRoom(moved, id));
}

/** Moves every block up to the next one above it, in the order in which they are read. */
export function moveUp<P extends Placed>(blocks: readonly P[]): P[] {
  const placed: P[] = [];
  for (const block of inReadingOrder(blocks)) {
    let { y } = block.layout;
    while (y > 0 && isFree(placed, { ...block.layout, y: y - 1 })) y -= 1;
    while (!isFree(placed, { ...block.layout, y })) y += 1;
    placed.push({ ...block, layout: { ...block.layout, y } });
  }
  return placed;
}

function makeRoom<P extends Placed>(blocks: readonly P[], id: string): P[] {
  const mover = blocks.find((block) => block.id === id);
  if (!mover) return [...blocks];
  const below = mover.layout.y + mover.layout.h;
  return blocks.map((block) =>
    block.id !== id && overlaps(block.layout, mover.layout)
      ? { ...block, layout: { ...block.layout, y: below } }
      : block,
  );
}

function keepInside({ x, y, w, h }: Layout): Layout {
  const width = clamp(w, 2, COLUMNS);
  return { w: width, h: clamp(h, 1, MOST_ROWS), x: clamp(x, 0, COLUMNS - width), y: Math.max(0, y) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

export function inReadingOrder<P extends Placed>(blocks: readonly P[]): P[] {
  return blocks.toSorted((a, b) => a.layout.y - b.layout.y || a.layout.x - b.layout.x);
}

function isFree(placed: readonly Placed[], layout: Layout): boolean {
  return placed.every((other) => !overlaps(other.layout, layout));
}

function overlaps(a: Layout, b: Layout): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
