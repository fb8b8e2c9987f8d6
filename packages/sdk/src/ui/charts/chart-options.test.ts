import { describe, expect, it } from 'vitest';
import { toCartesianOption, toNumber } from './chart-options.ts';
import { chartThemes } from './chart-theme.ts';

const rows = [
  { month: '2026-01', count: '12', cost: null },
  { month: '2026-02', count: 7, cost: 3.5 },
];

describe('toCartesianOption', () => {
  it('takes one category for each row, and numbers that came as text', () => {
    const option = toCartesianOption(
      { kind: 'bar', data: rows, x: 'month', series: [{ key: 'count', name: 'Encounters' }] },
      chartThemes.light,
    );
    expect(option.xAxis).toMatchObject({ type: 'category', data: ['2026-01', '2026-02'] });
    expect(option.series).toMatchObject([{ type: 'bar', data: [12, 7] }]);
  });

  it('lays the categories along the other axis when the bars lie', () => {
    const option = toCartesianOption(
      { kind: 'bar', data: rows, x: 'month', horizontal: true, series: [{ key: 'cost', name: 'Cost' }] },
      chartThemes.dark,
    );
    expect(option.yAxis).toMatchObject({ type: 'category' });
    expect(option.series).toMatchObject([{ data: [null, 3.5] }]);
  });

  it('places moments as far apart as they were, and names them in the reader’s words', () => {
    const option = toCartesianOption(
      {
        kind: 'line',
        data: rows,
        x: 'month',
        scale: 'time',
        fromZero: false,
        formatX: (at) => at.slice(0, 7),
        series: [{ key: 'cost', name: 'Cost' }],
      },
      chartThemes.light,
    );
    expect(option.series).toMatchObject([
      {
        data: [
          [Date.UTC(2026, 0), null],
          [Date.UTC(2026, 1), 3.5],
        ],
      },
    ]);
    const axis = option.xAxis as { axisPointer: { label: { formatter(at: { value: number }): string } } };
    expect(axis.axisPointer.label.formatter({ value: Date.UTC(2026, 1) })).toBe('2026-02');
    expect(option.yAxis).toMatchObject({ scale: true });
  });
});

describe('toNumber', () => {
  it('keeps a gap for what is no number', () => {
    expect([null, undefined, '', 'n/a'].map(toNumber)).toEqual([null, null, null, null]);
  });
});
