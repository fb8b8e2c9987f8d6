export interface Cell {
  readonly row: number;
  readonly column: number;
}

export interface Grid {
  readonly rows: number;
  readonly columns: number;
  /** First column of each plugin. */
  readonly starts: readonly number[];
}

// Rows that fit on a screen, more or less.
const PAGE = 10;

/** Where a key leads in the grid; undefined for a key that is not for moving. Ctrl with an arrow goes on by plugin. */
export function moveFocus(key: string, ctrl: boolean, { row, column }: Cell, grid: Grid): Cell | undefined {
  const at = (nextRow: number, nextColumn: number): Cell => ({
    row: clamp(nextRow, grid.rows),
    column: clamp(nextColumn, grid.columns),
  });
  switch (key) {
    case 'ArrowLeft':
      return at(row, ctrl ? (grid.starts.findLast((start) => start < column) ?? 0) : column - 1);
    case 'ArrowRight':
      return at(row, ctrl ? (grid.starts.find((start) => start > column) ?? grid.columns) : column + 1);
    case 'ArrowUp':
      return at(row - 1, column);
    case 'ArrowDown':
      return at(row + 1, column);
    case 'PageUp':
      return at(row - PAGE, column);
    case 'PageDown':
      return at(row + PAGE, column);
    case 'Home':
      return at(ctrl ? 0 : row, 0);
    case 'End':
      return at(ctrl ? grid.rows : row, grid.columns);
    default:
      return undefined;
  }
}

function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(value, count - 1));
}
