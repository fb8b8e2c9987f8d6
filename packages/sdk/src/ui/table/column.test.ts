import { describe, expect, it } from 'vitest';
import { formatSort, parseSort } from './column.ts';

describe('order of a table in an address', () => {
  it('comes back as it was written', () => {
    for (const text of ['name', '-birth_date', '']) expect(formatSort(parseSort(text))).toBe(text);
  });

  it('reads a minus as descending', () => {
    expect(parseSort('-age')).toEqual({ key: 'age', direction: 'desc' });
  });
});
