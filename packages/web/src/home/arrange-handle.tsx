import { Icon } from '@honeyframe/sdk/ui';
import { type KeyboardEvent, type PointerEvent, type RefObject, useRef } from 'react';
import { COLUMNS, type Layout } from './arrange-blocks.ts';

interface ArrangeHandleProps {
  readonly title: string;
  readonly layout: Layout;
  readonly grid: RefObject<HTMLElement | null>;
  readonly onPlace: (layout: Layout) => void;
  /** The block has been let go. */
  readonly onRest: () => void;
}

/** Must agree with `.hf-grid` in the style sheet. */
const GAP = 16;
const ROW = 80 + GAP;

interface Drag {
  readonly x: number;
  readonly y: number;
  readonly from: Layout;
  readonly resizes: boolean;
}

/** Lies over a block while Home is arranged, and turns dragging and arrow keys into places on the grid. */
export function ArrangeHandle({ title, layout, grid, onPlace, onRest }: ArrangeHandleProps) {
  const drag = useRef<Drag>(undefined);
  const start = (event: PointerEvent, resizes: boolean) => {
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, y: event.clientY, from: layout, resizes };
  };
  const move = (event: PointerEvent) => {
    const { current } = drag;
    if (!current || !grid.current) return;
    const column = (grid.current.clientWidth + GAP) / COLUMNS;
    const right = Math.round((event.clientX - current.x) / column);
    const down = Math.round((event.clientY - current.y) / ROW);
    const next = shift(current.from, right, down, current.resizes);
    if (!isSame(next, layout)) onPlace(next);
  };
  const end = () => {
    drag.current = undefined;
    onRest();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    onPlace(shift(layout, step[0], step[1], event.shiftKey));
    onRest();
  };
  const follow = { onPointerMove: move, onPointerUp: end, onPointerCancel: end };
  return (
    <button
      type="button"
      className="hf-arrange"
      aria-label={`${title}: column ${layout.x + 1}, row ${layout.y + 1}, ${layout.w} wide, ${layout.h} high`}
      onPointerDown={(event) => start(event, false)}
      onKeyDown={onKeyDown}
      {...follow}
    >
      <span className="hf-arrange-grip">
        <Icon name="grip" size={15} />
      </span>
      <span className="hf-arrange-corner" onPointerDown={(event) => start(event, true)} {...follow} />
    </button>
  );
}

const steps: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function shift({ x, y, w, h }: Layout, right: number, down: number, resizes: boolean): Layout {
  if (!resizes) return { x: x + right, y: y + down, w, h };
  return { x, y, w: Math.min(w + right, COLUMNS - x), h: h + down };
}

function isSame(a: Layout, b: Layout): boolean {
  return a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h;
}
