import type { MatrixColumn, MatrixRow } from '@honeyframe/contract/api';
import { useMemo } from 'react';
import { type CellState, describeCell } from './describe-cell.ts';
import type { ColumnGroup } from './find-columns.ts';
import { MatrixHead } from './matrix-head.tsx';
import { GroupRow } from './matrix-row.tsx';
import { useGridFocus } from './use-grid-focus.ts';

interface MatrixGridProps {
  readonly groups: readonly ColumnGroup[];
  readonly rows: readonly MatrixRow[];
  readonly onFocus: (row: MatrixRow, column: MatrixColumn) => void;
  readonly onToggle: (row: MatrixRow, column: MatrixColumn, cell: CellState) => void;
  /** Opens the list of single objects. */
  readonly onTargets: (row: MatrixRow, column: MatrixColumn) => void;
}

/** A plugin's name is to be read above its permissions, also where there is one only. */
const COLUMN = 34;
const PLUGIN_NAME = 92;

function widthOf({ columns }: ColumnGroup): number {
  return Math.max(COLUMN, Math.ceil(PLUGIN_NAME / columns.length));
}

/**
 * The grid itself. Cells carry no handlers: with 7,500 of them the grid listens once, and a row is drawn again only when
 * its own grants change.
 */
export function MatrixGrid({ groups, rows, onFocus, onToggle, onTargets }: MatrixGridProps) {
  const columns = useMemo(() => groups.flatMap((group) => group.columns), [groups]);
  const starts = useMemo(() => listStarts(groups), [groups]);
  const dimmed = useMemo(
    () => new Set(groups.filter(({ enabled }) => !enabled).map(({ slug }) => slug)),
    [groups],
  );
  const at = (row: number, column: number, act: (row: MatrixRow, column: MatrixColumn) => void) => {
    const group = rows[row];
    const permission = columns[column];
    if (group && permission) act(group, permission);
  };
  const grid = useGridFocus({
    size: { rows: rows.length, columns: columns.length, starts },
    onFocus: (cell) => at(cell.row, cell.column, onFocus),
    onToggle: (cell) =>
      at(cell.row, cell.column, (row, column) => onToggle(row, column, describeCell(row, column))),
    onTargets: (cell) => at(cell.row, cell.column, onTargets),
  });
  return (
    <div className="hf-matrix-scroll">
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the ARIA pattern of a grid on a table.
        role="grid"
        aria-label="Groups and permissions"
        aria-rowcount={rows.length + 2}
        aria-colcount={columns.length + 1}
        {...grid}
      >
        <colgroup>
          <col className="hf-matrix-groups" />
          {groups.map((group) => (
            <col key={group.slug} span={group.columns.length} style={{ width: widthOf(group) }} />
          ))}
        </colgroup>
        <MatrixHead groups={groups} />
        <tbody>
          {rows.map((row, index) => (
            <GroupRow
              key={row.id}
              row={row}
              index={index}
              columns={columns}
              starts={starts}
              dimmed={dimmed}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function listStarts(groups: readonly ColumnGroup[]): number[] {
  let next = 0;
  return groups.map(({ columns }) => {
    const start = next;
    next += columns.length;
    return start;
  });
}
