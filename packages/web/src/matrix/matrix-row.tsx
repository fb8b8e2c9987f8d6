import type { MatrixColumn, MatrixRow } from '@honeyframe/contract/api';
import { Icon } from '@honeyframe/sdk/ui';
import { memo } from 'react';
import { Link } from 'react-router';
import { describeCell, nameCell } from './describe-cell.ts';

interface GroupRowProps {
  readonly row: MatrixRow;
  readonly index: number;
  readonly columns: readonly MatrixColumn[];
  /** First column of each plugin. */
  readonly starts: readonly number[];
  /** Plugins that are not enabled here. */
  readonly dimmed: ReadonlySet<string>;
}

/** One group. Every cell is reachable with the arrow keys; which one the Tab key reaches is the grid's business. */
export const GroupRow = memo(function GroupRow({ row, index, columns, starts, dimmed }: GroupRowProps) {
  const first = new Set(starts);
  return (
    <tr>
      <th scope="row" className="hf-matrix-group">
        <Link to={`/admin/groups/${row.id}`} tabIndex={-1}>
          {row.name}
        </Link>
        <span className="hf-sub">{row.member_count === 1 ? '1 person' : `${row.member_count} people`}</span>
      </th>
      {columns.map((column, position) => {
        const cell = describeCell(row, column);
        return (
          <td
            key={`${column.plugin} ${column.permission}`}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of the grid.
            role="gridcell"
            tabIndex={-1}
            aria-label={nameCell(cell)}
            aria-disabled={cell.kind === 'locked' || cell.kind === 'pending' || undefined}
            data-row={index}
            data-column={position}
            data-kind={cell.kind}
            data-first={first.has(position) || undefined}
            data-dimmed={dimmed.has(column.plugin) || undefined}
          >
            {cell.kind === 'locked' ? <Icon name="lock" size={12} /> : null}
            {cell.targets.length > 0 ? (
              <span className="hf-cell-count" data-targets="">
                {cell.targets.length}
              </span>
            ) : null}
          </td>
        );
      })}
    </tr>
  );
});
