import { type ReactNode, useRef } from 'react';
import { EmptyState } from '../feedback/empty-state.tsx';
import { ErrorState } from '../feedback/error-state.tsx';
import type { Column, Sort } from './column.ts';
import { TableBody } from './table-body.tsx';
import { TableHead } from './table-head.tsx';
import { type Paging, TablePager } from './table-pager.tsx';
import { TableSkeleton } from './table-skeleton.tsx';
import { type SearchBox, TableToolbar } from './table-toolbar.tsx';
import { useRowKeys } from './use-row-keys.ts';
import { useRowsTable } from './use-rows-table.ts';

export interface DataTableProps<Row extends object> {
  /** What the table lists, for screen readers: `Patients`. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** Undefined while the first answer is on its way. */
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  /** The first answer, or a later one, is on its way. */
  readonly loading?: boolean;
  readonly error?: unknown;
  readonly onRetry?: () => void;
  readonly sort?: Sort | undefined;
  /** Given: the server sorts. Left out: the rows are sorted here, beginning with `sort`. */
  readonly onSort?: (sort: Sort | undefined) => void;
  readonly paging?: Paging;
  readonly search?: SearchBox;
  /** Selects and switches beside the search. */
  readonly filters?: ReactNode;
  /** Buttons at the right of the toolbar. */
  readonly actions?: ReactNode;
  /** Address that a row opens; the whole row becomes the link. */
  readonly rowHref?: (row: Row) => string | undefined;
  readonly onRowClick?: (row: Row) => void;
  /** Shown in place of rows when there are none. */
  readonly empty?: ReactNode;
  /** CSS height that the rows scroll in; `none` lets the page scroll. */
  readonly maxHeight?: string;
}

const noRows: readonly never[] = [];

/** A list of things with search, filters, order and pages; usable with the arrow keys; says so when it is empty, loading or failed. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, loading = false, error, paging, search, filters, actions } = props;
  const frame = useRef<HTMLDivElement>(null);
  const table = useRowsTable({
    rows: rows ?? noRows,
    columns,
    rowKey,
    sort: props.sort,
    onSort: props.onSort,
  });
  const onKeyDown = useRowKeys(frame);
  const state = toState(rows, loading, error);
  return (
    <div className="hf-table" data-busy={loading && rows !== undefined}>
      <TableToolbar search={search} filters={filters} actions={actions} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the links of the rows. */}
      <div
        className="hf-table-scroll"
        ref={frame}
        onKeyDown={onKeyDown}
        style={props.maxHeight ? { maxHeight: props.maxHeight } : undefined}
      >
        {state === 'failed' ? (
          <ErrorState error={error} {...(props.onRetry && { onRetry: props.onRetry })} />
        ) : null}
        {state === 'loading' ? <TableSkeleton columns={columns} label={label} /> : null}
        {state === 'empty' ? (props.empty ?? <EmptyState title="Nothing here yet" />) : null}
        {state === 'rows' ? (
          <table aria-label={label} aria-busy={loading}>
            <TableHead table={table} columns={columns} />
            <TableBody
              rows={table.getRowModel().rows.map((row) => ({ key: row.id, row: row.original }))}
              columns={columns}
              rowHref={props.rowHref}
              onRowClick={props.onRowClick}
            />
          </table>
        ) : null}
      </div>
      {paging && state !== 'failed' ? <TablePager {...paging} /> : null}
    </div>
  );
}

function toState(rows: readonly unknown[] | undefined, loading: boolean, error: unknown) {
  if (error && !rows) return 'failed';
  if (!rows) return 'loading';
  if (rows.length > 0) return 'rows';
  return loading ? 'loading' : 'empty';
}
