import type { MatrixColumn, MatrixRow } from '@honeyframe/contract/api';

/** What one cell shows. */
export interface CellState {
  /** `none`, `granted` organisation-wide, `locked` granted for good, `pending` nobody gets in by it. */
  readonly kind: 'none' | 'granted' | 'locked' | 'pending';
  /** Grants of single objects. */
  readonly targets: readonly string[];
  /** Why a click changes nothing. */
  readonly reason?: string | undefined;
}

export function describeCell(row: MatrixRow, column: MatrixColumn): CellState {
  const name = column.permission;
  const targets = row.scoped
    .filter((grant) => grant.permission_type === name)
    .map((grant) => grant.target_id);
  if (column.state === 'pending') {
    const reason = `${column.plugin} waits for approval to use ${name}; a superadmin decides on the page Permissions.`;
    return { kind: 'pending', targets: [], reason };
  }
  const lock = row.locked.find((grant) => grant.permission_type === name);
  if (lock) return { kind: 'locked', targets, reason: lock.reason };
  return { kind: row.granted.includes(name) ? 'granted' : 'none', targets };
}

/** For screen readers, which read the headers of row and column themselves. */
export function nameCell({ kind, targets }: CellState): string {
  const objects = targets.length === 1 ? '1 object' : `${targets.length} objects`;
  if (kind === 'pending') return 'waits for approval';
  if (kind === 'locked') return 'granted, cannot be taken away';
  if (kind === 'granted') return targets.length > 0 ? `granted, and for ${objects}` : 'granted';
  return targets.length > 0 ? `granted for ${objects}` : 'not granted';
}
