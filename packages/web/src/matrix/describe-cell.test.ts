import type { MatrixColumn, MatrixRow } from '@honeyframe/contract/api';
import { describe, expect, it } from 'vitest';
import { describeCell, nameCell } from './describe-cell.ts';
import { findColumns, findRows } from './find-columns.ts';

const column = (permission: string, fields: Partial<MatrixColumn> = {}): MatrixColumn => ({
  permission,
  plugin: 'clinic',
  description: '',
  state: 'active',
  shared_with: [],
  ...fields,
});
const row: MatrixRow = {
  id: 'g',
  name: 'Night shift',
  owner: null,
  system_key: null,
  member_count: 0,
  granted: ['a.read', 'org.admin'],
  scoped: [
    { permission_type: 'a.read', target_id: '1' },
    { permission_type: 'b.read', target_id: '1' },
    { permission_type: 'b.read', target_id: '2' },
  ],
  locked: [{ permission_type: 'org.admin', reason: 'needed' }],
};

it.each([
  [column('a.read'), 'granted', 'granted, and for 1 object'],
  [column('b.read'), 'none', 'granted for 2 objects'],
  [column('c.read'), 'none', 'not granted'],
  [column('org.admin'), 'locked', 'granted, cannot be taken away'],
  // The name is granted for its owner; at the plugin that waits it counts for nobody.
  [column('a.read', { plugin: 'shop', state: 'pending' }), 'pending', 'waits for approval'],
])('a cell says what the group has: %#', (of, kind, name) => {
  const cell = describeCell(row, of);
  expect(cell.kind).toBe(kind);
  expect(nameCell(cell)).toBe(name);
});

describe('a search', () => {
  const matrix = {
    plugins: [
      { slug: 'clinic', display_name: 'Clinic', enabled: true },
      { slug: 'shop', display_name: 'Web shop', enabled: true },
    ],
    columns: [column('patient.read'), column('visit.edit'), column('order.read', { plugin: 'shop' })],
    groups: [row],
  };
  const found = (search: string) =>
    findColumns(matrix, search).map(({ slug, columns }) => [slug, ...columns.map((each) => each.permission)]);

  it('finds permissions in any order of the words, and leaves empty plugins out', () => {
    expect(found('read patient')).toEqual([['clinic', 'patient.read']]);
    expect(found('READ')).toEqual([
      ['clinic', 'patient.read'],
      ['shop', 'order.read'],
    ]);
    expect(found('nothing')).toEqual([]);
  });

  it('brings all columns of a plugin that it names', () => {
    expect(found('web')).toEqual([['shop', 'order.read']]);
    expect(found('clinic')).toEqual([['clinic', 'patient.read', 'visit.edit']]);
  });

  it('finds groups by name', () => {
    expect(findRows(matrix, 'shift').map(({ name }) => name)).toEqual(['Night shift']);
    expect(findRows(matrix, 'day')).toEqual([]);
  });
});
