import { describe, expect, it } from 'vitest';
import { containsPattern, isOneOf, joinValues, toOrder, Where } from '../backend/services/select-builder.ts';

describe('Where', () => {
  it('is empty without conditions', () => {
    expect(new Where().sql).toBe('');
  });

  it('numbers placeholders in the order of the values, and keeps values out of the text', () => {
    const where = new Where()
      .add("Quincy'; drop table x --", (value) => `city = ${value}`)
      .add(undefined, (value) => `sex = ${value}`)
      .add(false, (value) => `is_deceased = ${value}`);
    expect(where.sql).toBe('where city = $1 and is_deceased = $2');
    expect(where.parameters).toEqual(["Quincy'; drop table x --", false]);
  });

  it('asks for every word of a search, and for eight at most', () => {
    const where = new Where().addWords('  11  22 3 4 5 6 7 8 9', (value) => containsPattern('name', value));
    expect(where.parameters).toEqual(['11', '22', '3', '4', '5', '6', '7', '8']);
    expect(where.sql.match(/name ~/g)).toHaveLength(8);
  });
});

it('puts missing values last in both orders', () => {
  expect(toOrder('age')).toBe('age asc nulls last');
  expect(toOrder('-age')).toBe('age desc nulls last');
});

it('carries a list in one parameter', () => {
  const joined = joinValues(['a,b', 'c']);
  expect(joined.split('\u001f')).toEqual(['a,b', 'c']);
  expect(isOneOf('code', '$3')).toContain('string_to_array($3,');
});
