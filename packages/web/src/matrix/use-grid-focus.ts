import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react';
import { type Cell, type Grid, moveFocus } from './move-focus.ts';

interface GridFocusOptions {
  readonly size: Grid;
  readonly onFocus: (cell: Cell) => void;
  readonly onToggle: (cell: Cell) => void;
  readonly onTargets: (cell: Cell) => void;
}

/**
 * Handlers of the whole grid. The Tab key reaches one cell, the arrow keys the others: which one is kept in the page and
 * not in React, so that moving draws nothing again.
 */
export function useGridFocus({ size, onFocus, onToggle, onTargets }: GridFocusOptions) {
  const table = useRef<HTMLTableElement>(null);
  const current = useRef<Cell>({ row: 0, column: 0 });
  const holder = useRef<HTMLElement>(null);

  const enter = (cell: Cell) => {
    current.current = cell;
    if (holder.current) holder.current.tabIndex = -1;
    holder.current = findCell(table.current, cell);
    if (holder.current) holder.current.tabIndex = 0;
  };
  // A search takes cells away and moves others: the way in must lead to one that is there.
  useEffect(() => {
    const { row, column } = current.current;
    enter({ row: Math.min(row, size.rows - 1), column: Math.min(column, size.columns - 1) });
  });

  return {
    ref: table,
    onKeyDown: (event: KeyboardEvent) => {
      const cell = readCell(event.target);
      if (!cell || event.altKey || event.metaKey) return;
      const to = moveFocus(event.key, event.ctrlKey, cell, size);
      if (to) findCell(table.current, to)?.focus();
      else if (event.key === 'Enter' || event.key === ' ') onToggle(cell);
      else if (event.key.toLowerCase() === 'o' && !event.ctrlKey) onTargets(cell);
      else return;
      event.preventDefault();
    },
    onClick: (event: MouseEvent) => {
      const cell = readCell(event.target);
      if (!cell) return;
      findCell(table.current, cell)?.focus();
      const onBadge = event.target instanceof Element && event.target.closest('[data-targets]');
      (onBadge ? onTargets : onToggle)(cell);
    },
    onFocus: (event: { target: EventTarget }) => {
      const cell = readCell(event.target);
      if (!cell) return;
      enter(cell);
      onFocus(cell);
    },
  };
}

function readCell(target: EventTarget): Cell | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('td[data-row]') : null;
  return cell ? { row: Number(cell.dataset.row), column: Number(cell.dataset.column) } : undefined;
}

function findCell(table: HTMLTableElement | null, { row, column }: Cell): HTMLElement | null {
  return table?.querySelector(`td[data-row="${row}"][data-column="${column}"]`) ?? null;
}
