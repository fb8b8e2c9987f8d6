import { describe, expect, it } from 'vitest';
import { appendQuery } from './request-json.ts';

describe('appendQuery', () => {
  it('leaves out what has no value', () => {
    expect(appendQuery('/patients', { search: '', page: 2, sort: null, city: undefined })).toBe(
      '/patients?page=2',
    );
  });

  it('repeats the name of a list and escapes its values', () => {
    expect(appendQuery('/patients', { tag: ['a b', 'c&d'] })).toBe('/patients?tag=a+b&tag=c%26d');
  });

  it('adds nothing to an address without a query', () => {
    expect(appendQuery('/patients')).toBe('/patients');
  });
});
