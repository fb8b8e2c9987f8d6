import type { Placement } from '@honeyframe/contract/api';
import { inReadingOrder, type Layout } from './arrange-blocks.ts';
import { Block } from './block.tsx';

/** Blocks on a grid of 12 columns; below each other where the window is narrow. */
export function BlockGrid({ placements }: { readonly placements: readonly Placement[] }) {
  return (
    <div className="hf-grid">
      {inReadingOrder(placements).map((placement) => (
        <div key={placement.id} className="hf-grid-cell" style={toGridArea(placement.layout)}>
          <Block placement={placement} />
        </div>
      ))}
    </div>
  );
}

/** Grid lines count from 1. `--hf-rows` keeps the height where cells are stacked. */
export function toGridArea({ x, y, w, h }: Layout) {
  return {
    gridColumn: `${x + 1} / span ${w}`,
    gridRow: `${y + 1} / span ${h}`,
    '--hf-rows': h,
  } as React.CSSProperties;
}
