import type { Matrix, MatrixRow } from '@honeyframe/contract/api';

/** A grant that is given or taken. */
export interface GrantChange {
  readonly group_id: string;
  readonly permission_type: string;
  /** Null: organisation-wide. */
  readonly target_id: string | null;
  readonly granted: boolean;
}

/** The change that undoes a change. */
export function invert(change: GrantChange): GrantChange {
  return { ...change, granted: !change.granted };
}

/** The matrix after a change; rows that it does not touch stay the same objects, so that they are not drawn again. */
export function changeGrant(matrix: Matrix, change: GrantChange): Matrix {
  return {
    ...matrix,
    groups: matrix.groups.map((row) => (row.id === change.group_id ? changeRow(row, change) : row)),
  };
}

function changeRow(row: MatrixRow, { permission_type, target_id, granted }: GrantChange): MatrixRow {
  if (target_id === null) {
    const rest = row.granted.filter((name) => name !== permission_type);
    return { ...row, granted: granted ? [...rest, permission_type] : rest };
  }
  const rest = row.scoped.filter(
    (grant) => grant.permission_type !== permission_type || grant.target_id !== target_id,
  );
  return { ...row, scoped: granted ? [...rest, { permission_type, target_id }] : rest };
}
