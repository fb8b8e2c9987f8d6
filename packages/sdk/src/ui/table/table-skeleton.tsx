import { Skeleton } from '@mantine/core';
import type { Column } from './column.ts';

interface TableSkeletonProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly label: string;
}

// Widths that look like words of different length, the same at every drawing.
const widths = [68, 45, 82, 57, 74, 39];
const ROWS = 8;

export function TableSkeleton<Row>({ columns, label }: TableSkeletonProps<Row>) {
  return (
    <table aria-label={`${label}, loading`} aria-busy="true">
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column.key}
              scope="col"
              data-align={column.align}
              data-hide-below={column.hideBelow}
              style={{ width: column.width }}
            >
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: ROWS }, (_, row) => `row-${row}`).map((key, row) => (
          <tr key={key}>
            {columns.map((column, index) => (
              <td key={column.key} data-hide-below={column.hideBelow}>
                <Skeleton height={11} width={`${widths[(row + index * 2) % widths.length]}%`} my={5} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
