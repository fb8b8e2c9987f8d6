import { expect, it } from 'vitest';
import { monthsBefore, monthsIntoFiscalYear } from '../frontend/src/words.ts';

it.each([
  ['2026-04', 1, 4],
  ['2026-04', 10, 7],
  ['2026-10', 10, 1],
  ['2026-09', 10, 12],
  ['2026-12', 1, 12],
])('counts the months of the fiscal year by %s when it begins with month %i', (month, start, expected) => {
  expect(monthsIntoFiscalYear(month, start)).toBe(expected);
});

it('goes back over the turn of the year', () => {
  expect(monthsBefore('2026-04', 6)).toBe('2025-10');
});
