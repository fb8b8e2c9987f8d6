import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCompactMoney,
  formatCount,
  formatDate,
  formatDuration,
  formatMoney,
  formatMonth,
  formatNumber,
  formatRelative,
} from './format.ts';

describe('formatters', () => {
  it('shows a dash for what is not known', () => {
    expect([formatNumber(null), formatMoney(undefined), formatDate(''), formatDuration(Number.NaN)]).toEqual([
      '–',
      '–',
      '–',
      '–',
    ]);
    expect(formatDate('not a date')).toBe('–');
  });

  it('shows a calendar day as it is stored, whatever the time zone of the reader', () => {
    expect(formatDate('1990-01-01', 'en-US')).toBe('Jan 1, 1990');
    expect([formatMonth('1990-01-01', 'en-US'), formatMonth('1990-01', 'en-US')]).toEqual([
      'Jan 1990',
      'Jan 1990',
    ]);
  });

  it('writes numbers and money for the language of the reader', () => {
    expect(formatNumber(1234.567, undefined, 'en-US')).toBe('1,234.57');
    expect(formatMoney(1234.5, 'USD', 'en-US')).toBe('$1,234.50');
    expect(formatCompactMoney(12_540, 'USD', 'en-US')).toBe('$12.5K');
  });

  it('names a distance in time in the largest unit that fits', () => {
    const now = new Date('2026-11-04T12:00:00Z');
    const at = (time: string) => formatRelative(time, now, 'en');
    expect(at('2026-11-04T11:59:30Z')).toBe('just now');
    expect(at('2026-11-04T11:57:00Z')).toBe('3 minutes ago');
    expect(at('2026-11-03T12:00:00Z')).toBe('yesterday');
    expect(at('2024-11-04T12:00:00Z')).toBe('2 years ago');
  });

  it('writes durations with one or two units', () => {
    expect([0.42, 12.4, 200, 120, 3900].map(formatDuration)).toEqual([
      '0.4 s',
      '12 s',
      '3 min 20 s',
      '2 min',
      '1 h 5 min',
    ]);
  });

  it('counts one and many, and bytes in steps of a thousand', () => {
    expect([formatCount(1, 'row'), formatCount(1200, 'row', 'rows', 'en-US')]).toEqual([
      '1 row',
      '1,200 rows',
    ]);
    expect([0, 999, 2048, 3_500_000].map((bytes) => formatBytes(bytes, 'en-US'))).toEqual([
      '0 B',
      '999 B',
      '2 kB',
      '3.5 MB',
    ]);
  });
});
