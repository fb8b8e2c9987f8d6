import { COLUMNS, inReadingOrder, type Placed } from './arrange-blocks.ts';

/** Fills the holes that blocks closed to a reader leave: each row keeps its order and is widened to the whole width. */
export function closeGaps<P extends Placed>(blocks: readonly P[]): P[] {
  let y = 0;
  const rows = Map.groupBy(inReadingOrder(blocks), ({ layout }) => layout.y);
  return [...rows.values()].flatMap((row) => {
    const filled = fillRow(row, y);
    y += Math.max(...row.map(({ layout }) => layout.h));
    return filled;
  });
}

function fillRow<P extends Placed>(row: readonly P[], y: number): P[] {
  const total = row.reduce((sum, { layout }) => sum + layout.w, 0);
  let used = 0;
  let x = 0;
  return row.map((block) => {
    used += block.layout.w;
    const right = Math.round((used / total) * COLUMNS);
    const layout = { x, y, w: right - x, h: block.layout.h };
    x = right;
    return { ...block, layout };
  });
}
