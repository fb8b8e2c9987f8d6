import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { NOTHING } from '../format/format.ts';
import { type Column, readField } from './column.ts';

interface TableBodyProps<Row> {
  readonly rows: readonly { readonly key: string; readonly row: Row }[];
  readonly columns: readonly Column<Row>[];
  readonly rowHref: ((row: Row) => string | undefined) | undefined;
  readonly onRowClick: ((row: Row) => void) | undefined;
}

export function TableBody<Row>({ rows, columns, rowHref, onRowClick }: TableBodyProps<Row>) {
  return (
    <tbody>
      {rows.map(({ key, row }) => (
        <tr key={key} data-clickable={rowHref?.(row) !== undefined || onRowClick !== undefined || undefined}>
          {columns.map((column, index) => (
            <td key={column.key} data-align={column.align} data-hide-below={column.hideBelow}>
              {index === 0 ? (
                <RowLink href={rowHref?.(row)} onClick={onRowClick && (() => onRowClick(row))}>
                  {renderCell(column, row)}
                </RowLink>
              ) : (
                renderCell(column, row)
              )}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

interface RowLinkProps {
  readonly href: string | undefined;
  readonly onClick: (() => void) | undefined;
  readonly children: ReactNode;
}

// One link for each row, stretched over it by the style sheet: opens in a new tab like any other, and is read out once.
function RowLink({ href, onClick, children }: RowLinkProps) {
  if (href !== undefined) {
    return (
      <Link to={href} className="hf-row-link">
        {children}
      </Link>
    );
  }
  if (!onClick) return children;
  return (
    <button type="button" className="hf-row-link" onClick={onClick}>
      {children}
    </button>
  );
}

function renderCell<Row>(column: Column<Row>, row: Row): ReactNode {
  const content = column.cell ? column.cell(row) : readField(row, column.key);
  if (content === null || content === undefined || content === '')
    return <span className="hf-nothing">{NOTHING}</span>;
  return typeof content === 'boolean' ? (content ? 'Yes' : 'No') : (content as ReactNode);
}
