import { expect, it } from 'vitest';
import type { Observation } from '../backend/schemas/patient-record.ts';
import { takeYears, toChartRows, toMeasures } from '../frontend/src/components/measures.ts';
import { toMeasureName, toUnit } from '../frontend/src/words.ts';

const observed = (code: string, title: string, change: Partial<Observation> = {}): Observation => ({
  code,
  title,
  category: 'vital-signs',
  unit: 'mm[Hg]',
  latest_value: '120',
  latest_at: '2026-01-01T00:00:00.000Z',
  observation_count: 3,
  is_numeric: true,
  lowest: 1,
  highest: 2,
  ...change,
});

it('draws systolic and diastolic pressure on one chart, and puts it first', () => {
  const measures = toMeasures([
    observed('9279-1', 'Respiratory rate'),
    observed('8462-4', 'Diastolic Blood Pressure'),
    observed('8480-6', 'Systolic Blood Pressure'),
  ]);
  expect(measures.map(({ title }) => title)).toEqual(['Blood pressure', 'Respiratory rate']);
  expect(measures[0]?.lines.map(({ code }) => code)).toEqual(['8480-6', '8462-4']);
});

it('offers only numbers that were measured more than once', () => {
  const measures = toMeasures([
    observed('1', 'Once', { observation_count: 1 }),
    observed('2', 'Words', { is_numeric: false }),
  ]);
  expect(measures).toEqual([]);
});

it('puts what was measured at one moment into one row', () => {
  const at = '2026-01-01T00:00:00.000Z';
  expect(
    toChartRows([
      { code: 'a', observed_at: at, value: 1 },
      { code: 'b', observed_at: at, value: 2 },
    ]),
  ).toEqual([{ observed_at: at, a: 1, b: 2 }]);
});

it('counts years back from the latest value, not from today', () => {
  const points = ['2001-01-01', '2010-05-01', '2012-05-01'].map((day) => ({
    code: 'a',
    observed_at: `${day}T00:00:00.000Z`,
    value: 1,
  }));
  expect(takeYears(points, 2)).toHaveLength(2);
  expect(takeYears(points, undefined)).toHaveLength(3);
  expect(takeYears([], 2)).toEqual([]);
});

it('writes units and names as people do', () => {
  expect(['mm[Hg]', 'kg/m2', '/min', '{score}', null].map(toUnit)).toEqual([
    'mmHg',
    'kg/m²',
    'per min',
    '',
    '',
  ]);
  expect(toMeasureName('Cholesterol [Mass/volume] in Serum or Plasma')).toBe('Cholesterol');
});
