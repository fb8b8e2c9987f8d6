import type { Matrix } from '@honeyframe/contract/api';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changeGrant, type GrantChange, invert } from './change-grant.ts';

const row = (id: string, granted: string[], scoped: [string, string][] = []) => ({
  id,
  name: id,
  owner: null,
  system_key: null,
  member_count: 0,
  granted,
  scoped: scoped.map(([permission_type, target_id]) => ({ permission_type, target_id })),
  locked: [],
});
const matrix: Matrix = {
  plugins: [],
  columns: [],
  groups: [row('a', ['x.read'], [['x.read', '1']]), row('b', [])],
};
const change = (fields: Partial<GrantChange>): GrantChange => ({
  group_id: 'a',
  permission_type: 'x.read',
  target_id: null,
  granted: true,
  ...fields,
});
const rowOf = (found: Matrix, id: string) => found.groups.find((group) => group.id === id);

it('takes an organisation-wide grant and leaves those of objects', () => {
  const after = rowOf(changeGrant(matrix, change({ granted: false })), 'a');
  expect(after).toMatchObject({ granted: [], scoped: [{ permission_type: 'x.read', target_id: '1' }] });
});

it('gives a grant for one object, once', () => {
  const twice = changeGrant(changeGrant(matrix, change({ target_id: '2' })), change({ target_id: '2' }));
  expect(rowOf(twice, 'a')?.scoped.map((grant) => grant.target_id)).toEqual(['1', '2']);
});

it('keeps the rows that it does not touch, so that they are not drawn again', () => {
  const after = changeGrant(matrix, change({ granted: false }));
  expect(rowOf(after, 'b')).toBe(matrix.groups[1]);
});

it('is undone by its inverse, whatever was changed meanwhile', () => {
  const changes = fc.record({
    group_id: fc.constantFrom('a', 'b'),
    permission_type: fc.constantFrom('x.read', 'x.edit'),
    target_id: fc.constantFrom(null, '1', '2'),
    granted: fc.boolean(),
  });
  fc.assert(
    fc.property(changes, fc.array(changes), (first, others) => {
      const apart = others.filter(
        (other) => JSON.stringify({ ...other, granted: 0 }) !== JSON.stringify({ ...first, granted: 0 }),
      );
      const holds = (found: Matrix) => {
        const group = rowOf(found, first.group_id);
        return first.target_id === null
          ? group?.granted.includes(first.permission_type)
          : group?.scoped.some(
              (grant) =>
                grant.target_id === first.target_id && grant.permission_type === first.permission_type,
            );
      };
      fc.pre(holds(matrix) !== first.granted);
      const after = [first, ...apart, invert(first)].reduce(changeGrant, matrix);
      expect(holds(after)).toBe(holds(matrix));
    }),
  );
});
