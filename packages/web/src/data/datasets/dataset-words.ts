import type { Dataset, DatasetKind, DatasetState } from '@honeyframe/contract/api';
import { formatCount, type IconName, type Tone } from '@honeyframe/sdk/ui';
import { nodeWords } from '../runs/run-words.ts';

export interface StateWord {
  readonly label: string;
  readonly tone: Tone;
  readonly icon?: IconName;
}

/** How a table is, in the reader's words. */
export const stateWords: Readonly<Record<DatasetState, StateWord>> = {
  ...nodeWords,
  success: { label: 'Built', tone: 'good', icon: 'circle-check' },
  unchanged: { label: 'Up to date', tone: 'good', icon: 'circle-check' },
  skipped: { label: 'Left out', tone: 'neutral', icon: 'skip-forward' },
  never: { label: 'Not built yet', tone: 'neutral', icon: 'circle-dashed' },
};

/** What there is to choose from, in the plural. */
export const kindWords: Readonly<Record<DatasetKind, string>> = {
  model: 'Tables and views',
  source: 'Imported data',
  seed: 'Lists from files',
  snapshot: 'Histories',
};

export const kindIcons: Readonly<Record<DatasetKind, IconName>> = {
  model: 'table',
  source: 'database',
  seed: 'file-text',
  snapshot: 'history',
};

const materialisations: Readonly<Record<string, string>> = {
  table: 'Table',
  view: 'View',
  incremental: 'Growing table',
  materialized_view: 'Stored view',
  ephemeral: 'Step without a table',
};

/** What it is, as an analyst would say: `Table`, `View`, `Imported table`. */
export function describeKind({ kind, materialisation }: Pick<Dataset, 'kind' | 'materialisation'>): string {
  if (kind === 'source') return 'Imported table';
  if (kind === 'seed') return 'List from a file';
  if (kind === 'snapshot') return 'History of changes';
  return materialisations[materialisation ?? ''] ?? materialisation ?? 'Table';
}

/** The word for how it is; nobody builds what is imported. */
export function describeState({ kind, state }: { readonly kind: string; readonly state: DatasetState }) {
  const word = stateWords[state];
  if (kind !== 'source') return word;
  if (state === 'success') return { ...word, label: 'Imported' };
  return state === 'never' ? { ...word, label: 'Nothing imported yet' } : word;
}

/** `5 of 5 passed`; the tone of the worst. */
export function describeQuality({ passed, failed, total }: Dataset['tests']): StateWord {
  if (total === 0) return { label: 'No checks', tone: 'neutral' };
  if (failed > 0) return { label: `${failed} of ${total} failed`, tone: 'bad', icon: 'circle-x' };
  if (passed === 0)
    return { label: `${formatCount(total, 'check')}, none run`, tone: 'neutral', icon: 'clock' };
  const tone = passed === total ? 'good' : 'neutral';
  return { label: `${passed} of ${total} passed`, tone, icon: passed === total ? 'circle-check' : 'clock' };
}

const testWords: Readonly<Record<string, string>> = {
  not_null: 'never empty',
  unique: 'no two alike',
  accepted_values: 'known values',
  relationships: 'found elsewhere',
};

/** What one of dbt's own tests asks, in the reader's words; the name of any other. */
export function describeTest(name: string): string {
  return testWords[name] ?? name;
}

/** Address of its page. */
export function datasetHref(id: string): string {
  return `/data/datasets/${encodeURIComponent(id)}`;
}

/** Address of the picture with it in the middle. */
export function lineageHref(id: string): string {
  return `/data/lineage?node=${encodeURIComponent(id)}`;
}
