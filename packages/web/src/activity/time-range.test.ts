import { expect, it } from 'vitest';
import { resolveRange } from './time-range.ts';

const now = new Date(2026, 2, 10, 15, 30);
const noDays = { from: '', to: '' };
const local = (...parts: [number, number, number]) => new Date(...parts).toISOString();

it.each([
  [{ range: 'today', ...noDays }, { from: local(2026, 2, 10) }],
  [{ range: 'week', ...noDays }, { from: local(2026, 2, 4) }],
  [{ range: 'month', ...noDays }, { from: local(2026, 1, 9) }],
  [
    { range: 'custom', from: '2026-03-01', to: '2026-03-31' },
    { from: local(2026, 2, 1), to: local(2026, 3, 1) },
  ],
  [{ range: 'custom', from: '', to: '2026-02-28' }, { to: local(2026, 2, 1) }],
  [{ range: 'custom', from: 'soon', to: '2026-13-40' }, {}],
  [{ range: '', from: '2026-03-01', to: '' }, {}],
])('reads %o as whole days of the reader', (range, expected) => {
  expect(resolveRange(range, now)).toEqual(expected);
});
