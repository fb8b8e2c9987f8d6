import { expect, it } from 'vitest';
import { moveFocus } from './move-focus.ts';

const grid = { rows: 4, columns: 9, starts: [0, 3, 7] };

it.each([
  ['ArrowRight', false, { row: 1, column: 4 }, { row: 1, column: 5 }],
  ['ArrowRight', false, { row: 1, column: 8 }, { row: 1, column: 8 }],
  ['ArrowRight', true, { row: 1, column: 4 }, { row: 1, column: 7 }],
  ['ArrowRight', true, { row: 1, column: 7 }, { row: 1, column: 8 }],
  ['ArrowLeft', true, { row: 1, column: 4 }, { row: 1, column: 3 }],
  ['ArrowLeft', true, { row: 1, column: 3 }, { row: 1, column: 0 }],
  ['ArrowUp', false, { row: 0, column: 4 }, { row: 0, column: 4 }],
  ['ArrowDown', false, { row: 3, column: 4 }, { row: 3, column: 4 }],
  ['PageDown', false, { row: 0, column: 4 }, { row: 3, column: 4 }],
  ['Home', false, { row: 2, column: 4 }, { row: 2, column: 0 }],
  ['Home', true, { row: 2, column: 4 }, { row: 0, column: 0 }],
  ['End', true, { row: 2, column: 4 }, { row: 3, column: 8 }],
])('%s (Ctrl %s) goes from %o to %o', (key, ctrl, from, to) => {
  expect(moveFocus(key, ctrl, from, grid)).toEqual(to);
});

it('leaves other keys alone', () => {
  expect(moveFocus('a', false, { row: 0, column: 0 }, grid)).toBeUndefined();
});
