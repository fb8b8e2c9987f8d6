import {
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  sortFn_alphanumeric,
  sortFn_basic,
  sortFn_datetime,
  sortFn_text,
  tableFeatures,
  type Updater,
  useTable,
} from '@tanstack/react-table';
import { useMemo, useState } from 'react';
import { type Column, readField, type Sort } from './column.ts';

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: {
    alphanumeric: sortFn_alphanumeric,
    basic: sortFn_basic,
    datetime: sortFn_datetime,
    text: sortFn_text,
  },
});

export interface RowsTableOptions<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly sort: Sort | undefined;
  /** Given: the server sorts, and the rows are taken as they come. */
  readonly onSort: ((sort: Sort | undefined) => void) | undefined;
}

/** The table's model: its columns, and its rows in their order. */
export function useRowsTable<Row extends object>(options: RowsTableOptions<Row>) {
  const { rows, columns, rowKey, sort, onSort } = options;
  const [own, setOwn] = useState<Sort | undefined>(sort);
  const current = onSort ? sort : own;
  const sorting: SortingState = current ? [{ id: current.key, desc: current.direction === 'desc' }] : [];
  const change = (updater: Updater<SortingState>) => {
    const [next] = typeof updater === 'function' ? updater(sorting) : updater;
    (onSort ?? setOwn)(next && { key: next.id, direction: next.desc ? 'desc' : 'asc' });
  };
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.key,
        accessorFn: (row: Row) => (column.value ? column.value(row) : readField(row, column.key)),
        enableSorting: column.sortable ?? false,
        sortUndefined: 'last' as const,
      })),
    [columns],
  );
  const data = useMemo(() => [...rows], [rows]);
  return useTable({
    features,
    columns: definitions,
    data,
    getRowId: rowKey,
    manualSorting: onSort !== undefined,
    state: { sorting },
    onSortingChange: change,
  });
}
