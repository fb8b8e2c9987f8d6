import type { Incident, QualityTest, SourceFreshness } from '@honeyframe/contract/api';
import type { IconName, Tone } from '@honeyframe/sdk/ui';

interface Word {
  readonly label: string;
  readonly tone: Tone;
  readonly icon: IconName;
}

/** What is wrong, in the reader's words. */
export const incidentWords: Readonly<Record<Incident['kind'], Word>> = {
  failure: { label: 'Build fails', tone: 'bad', icon: 'circle-x' },
  lateness: { label: 'Late', tone: 'warn', icon: 'alarm-clock' },
  staleness: { label: 'Stale source', tone: 'warn', icon: 'hourglass' },
};

/** How a check ended last. */
export const testWords: Readonly<Record<QualityTest['state'], Word>> = {
  fail: { label: 'Failed', tone: 'bad', icon: 'circle-x' },
  error: { label: 'Not checked', tone: 'bad', icon: 'circle-alert' },
  warn: { label: 'Warning', tone: 'warn', icon: 'triangle-alert' },
  never: { label: 'Not run yet', tone: 'neutral', icon: 'circle-dashed' },
  pass: { label: 'Passed', tone: 'good', icon: 'circle-check' },
};

const freshnessWords: Readonly<Record<NonNullable<SourceFreshness['state']>, Word>> = {
  pass: { label: 'Fresh', tone: 'good', icon: 'circle-check' },
  warn: { label: 'Getting old', tone: 'warn', icon: 'triangle-alert' },
  error: { label: 'Stale', tone: 'bad', icon: 'hourglass' },
  unmeasured: { label: 'Not measured', tone: 'warn', icon: 'circle-help' },
};

/** What says how new the newest rows are. */
export const measureWords: Readonly<Record<SourceFreshness['measured_by'], string>> = {
  query: "by the workspace's own query",
  field: 'by the column that says when rows were loaded',
  import: 'when it was imported',
};

export function describeFreshness({ state, data_as_of }: SourceFreshness): Word {
  if (state) return freshnessWords[state];
  if (!data_as_of) return { label: 'Not imported yet', tone: 'neutral', icon: 'circle-dashed' };
  return { label: 'Nothing expected', tone: 'neutral', icon: 'minus' };
}

const sentences: Readonly<Record<string, (column: string) => string>> = {
  not_null: (column) => `${column} is never empty`,
  unique: (column) => `${column} is unique`,
  accepted_values: (column) => `${column} has only known values`,
  relationships: (column) => `${column} exists where it points to`,
};

/** What a check makes sure of: `patient_id is unique`; the words of its own name where it is of another kind. */
export function describeTest({ name, kind, column }: Pick<QualityTest, 'name' | 'kind' | 'column'>): string {
  const sentence = kind && column ? sentences[kind]?.(column) : undefined;
  if (sentence) return sentence;
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `12 passed, 1 failed`: a strip of results for those who do not see it. */
export function describeResults(results: QualityTest['results']): string {
  const counts = Map.groupBy(results, ({ state }) => testWords[state].label.toLowerCase());
  const parts = [...counts].map(([label, found]) => `${found.length} ${label}`);
  return parts.length === 0 ? 'No results yet' : `Last ${results.length}: ${parts.join(', ')}`;
}

/** 90,000 → `1 day`. */
export function describeSpan(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  const [unit, length] = units.find(([, each]) => seconds % each === 0 && seconds >= each) ?? units[2];
  const count = Math.round(seconds / length);
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}

/** What a workspace expects: `Warning after 1 day, stale after 2 days`. */
export function describeExpectation(source: SourceFreshness): string {
  const { warn_after_seconds: warn, error_after_seconds: error } = source;
  const parts = [
    ...(warn === null ? [] : [`warning after ${describeSpan(warn)}`]),
    ...(error === null ? [] : [`stale after ${describeSpan(error)}`]),
  ];
  const text = parts.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
