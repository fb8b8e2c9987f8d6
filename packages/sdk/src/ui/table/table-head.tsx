import { Icon } from '../display/icon.tsx';
import type { Column } from './column.ts';
import type { useRowsTable } from './use-rows-table.ts';

interface TableHeadProps<Row extends object> {
  readonly table: ReturnType<typeof useRowsTable<Row>>;
  readonly columns: readonly Column<Row>[];
}

const ariaSort = { asc: 'ascending', desc: 'descending' } as const;

export function TableHead<Row extends object>({ table, columns }: TableHeadProps<Row>) {
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const model = table.getColumn(column.key);
          const sorted = model?.getIsSorted() || undefined;
          return (
            <th
              key={column.key}
              scope="col"
              data-align={column.align}
              data-hide-below={column.hideBelow}
              style={column.width === undefined ? undefined : { width: column.width }}
              aria-sort={sorted ? ariaSort[sorted] : undefined}
            >
              {column.sortable ? (
                <button
                  type="button"
                  className="hf-table-sort"
                  data-sorted={sorted}
                  onClick={() => model?.toggleSorting()}
                >
                  {column.header}
                  <Icon
                    name={sorted === 'desc' ? 'arrow-down' : sorted === 'asc' ? 'arrow-up' : 'arrow-up-down'}
                    size={12}
                  />
                </button>
              ) : (
                column.header
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
