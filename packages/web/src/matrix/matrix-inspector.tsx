import type { MatrixColumn, MatrixRow } from '@honeyframe/contract/api';
import { Button } from '@honeyframe/sdk/ui';
import { type CellState, describeCell } from './describe-cell.ts';

interface MatrixInspectorProps {
  readonly row: MatrixRow | undefined;
  readonly column: MatrixColumn | undefined;
  readonly onTargets: () => void;
  readonly onExplain: (permission: string) => void;
}

/** The line below the grid: the cell that has the focus, in words. */
export function MatrixInspector({ row, column, onTargets, onExplain }: MatrixInspectorProps) {
  if (!row || !column) {
    return (
      <p className="hf-matrix-inspector hf-nothing">
        Arrow keys move, Enter gives or takes, O lists single objects. Ctrl with an arrow goes on to the next
        plugin.
      </p>
    );
  }
  const cell = describeCell(row, column);
  return (
    <div className="hf-matrix-inspector">
      <p aria-live="polite">
        <strong>{row.name}</strong> · <code className="hf-code">{column.permission}</code>{' '}
        <span>{describe(cell)}</span>
        {column.description ? <span className="hf-sub">{column.description}</span> : null}
      </p>
      <Button size="compact-sm" variant="default" disabled={cell.kind === 'pending'} onClick={onTargets}>
        Single objects…
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => onExplain(column.permission)}>
        Explain…
      </Button>
    </div>
  );
}

function describe({ kind, targets, reason }: CellState): string {
  if (reason) return reason;
  const objects = targets.length === 1 ? 'one object' : `${targets.length} objects`;
  if (kind === 'granted') return targets.length > 0 ? `for everything, and for ${objects}` : 'for everything';
  return targets.length > 0 ? `for ${objects} only` : 'not granted';
}
