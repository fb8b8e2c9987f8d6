import type { Observation, ObservationSeries } from '../../../backend/schemas/patient-record.ts';
import { toMeasureName, toUnit } from '../words.ts';

/** One or several measurements that belong on one chart. */
export interface Measure {
  readonly key: string;
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly { readonly code: string; readonly name: string }[];
}

const SYSTOLIC = '8480-6';
const DIASTOLIC = '8462-4';
const bloodPressure: Measure = {
  key: 'blood-pressure',
  title: 'Blood pressure',
  unit: 'mmHg',
  lines: [
    { code: SYSTOLIC, name: 'Systolic' },
    { code: DIASTOLIC, name: 'Diastolic' },
  ],
};

// Blood pressure, weight, BMI, heart rate, A1c, LDL, creatinine: what is looked at first.
const first = ['blood-pressure', '29463-7', '39156-5', '8867-4', '4548-4', '18262-6', '38483-4'];

/** What can be drawn of a patient: numbers that were measured at least twice, the usual ones first. */
export function toMeasures(observations: readonly Observation[]): Measure[] {
  const drawable = observations.filter((row) => row.is_numeric && row.observation_count > 1);
  const codes = new Set(drawable.map(({ code }) => code));
  const paired = codes.has(SYSTOLIC) && codes.has(DIASTOLIC);
  const single = drawable
    .filter(({ code }) => !(paired && (code === SYSTOLIC || code === DIASTOLIC)))
    .map(toSingle);
  const measures = paired ? [bloodPressure, ...single] : single;
  return measures.toSorted((a, b) => toRank(a) - toRank(b) || a.title.localeCompare(b.title));
}

function toSingle({ code, title, unit }: Observation): Measure {
  const name = toMeasureName(title);
  return { key: code, title: name, unit: toUnit(unit), lines: [{ code, name }] };
}

function toRank({ key }: Measure): number {
  const place = first.indexOf(key);
  return place < 0 ? first.length : place;
}

/** The values of so many years up to the latest; points come in the order of time. */
export function takeYears(
  points: ObservationSeries['points'],
  years: number | undefined,
): ObservationSeries['points'] {
  const latest = points.at(-1)?.observed_at;
  if (!latest || !years) return points;
  const since = new Date(latest);
  since.setUTCFullYear(since.getUTCFullYear() - years);
  const from = since.toISOString();
  return points.filter(({ observed_at }) => observed_at >= from);
}

/** One row for each moment, one field for each code, as charts take them. */
export function toChartRows(points: ObservationSeries['points']): Record<string, string | number>[] {
  const rows = new Map<string, Record<string, string | number>>();
  for (const { observed_at, code, value } of points) {
    const row = rows.get(observed_at) ?? { observed_at };
    row[code] = value;
    rows.set(observed_at, row);
  }
  return [...rows.values()];
}
