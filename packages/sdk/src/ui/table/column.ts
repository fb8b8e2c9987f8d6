import type { ReactNode } from 'react';

/** One column of a {@link DataTable}. */
export interface Column<Row> {
  /** Unique; also the name that a server sorts by. */
  readonly key: string;
  readonly header: string;
  /** What a cell shows; the field named `key` where it is left out. */
  readonly cell?: (row: Row) => ReactNode;
  /** What rows are sorted by in the browser; the field named `key` where it is left out. */
  readonly value?: (row: Row) => string | number | boolean | Date | null | undefined;
  readonly sortable?: boolean;
  /** Numbers belong to the right: their digits then stand under one another. */
  readonly align?: 'left' | 'right' | 'center';
  /** CSS width; columns without one share the rest. */
  readonly width?: number | string;
  /** Leave the column out below this width of the window, in pixels. */
  readonly hideBelow?: 700 | 1100 | 1300;
}

export interface Sort {
  readonly key: string;
  readonly direction: 'asc' | 'desc';
}

/** `name` or `-name`, as it stands in an address. */
export function parseSort(text: string): Sort | undefined {
  if (text === '' || text === '-') return undefined;
  return text.startsWith('-') ? { key: text.slice(1), direction: 'desc' } : { key: text, direction: 'asc' };
}

export function formatSort(sort: Sort | undefined): string {
  if (!sort) return '';
  return sort.direction === 'desc' ? `-${sort.key}` : sort.key;
}

/** Field of a row by the column's key, for columns that say no more. */
export function readField(row: unknown, key: string): unknown {
  return typeof row === 'object' && row !== null ? (row as Record<string, unknown>)[key] : undefined;
}
