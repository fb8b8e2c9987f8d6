import { sourcesArtifactSchema } from '@honeyframe/contract/api';
import { expect, it } from 'vitest';
import type { FreshnessRow } from './freshness-store.ts';
import { createSourcesArtifact } from './sources-artifact.ts';

const now = new Date('2026-03-01T08:00:00Z');
const silent = { filter: null, loaded_at_field: null, loaded_at_query: null };

function watched(name: string, warn: number | null, error: number | null) {
  const freshness = { ...silent, warn_after_seconds: warn, error_after_seconds: error };
  const relation = { catalogue: 'raw', schema: 'main', name };
  return { unique_id: `source.tiny.raw.${name}`, name: `raw.${name}`, relation, freshness };
}

function row(name: string, data_as_of: string | null, problem: string | null = null): FreshnessRow {
  return {
    ...{ org_id: 'a', workspace: 'tiny', unique_id: `source.tiny.raw.${name}`, relation: `raw.${name}` },
    ...{ state: null, measured_by: 'import', measure: 'import', version_id: null, problem, checked_at: now },
    ...{ warn_after_seconds: null, error_after_seconds: null },
    data_as_of: data_as_of === null ? null : new Date(data_as_of),
  };
}

it('tells in dbt’s form how fresh the sources are that something is expected of', () => {
  const artifact = createSourcesArtifact({
    sources: [
      watched('old', 5400, 2 * 86_400),
      watched('fresh', null, 7200),
      watched('broken', 60, null),
      watched('empty', 60, null),
      watched('any', null, null),
    ],
    rows: [
      row('old', '2026-03-01T06:00:00Z'),
      row('fresh', '2026-03-01T07:00:00Z'),
      row('broken', null, 'No such column.'),
      row('empty', null),
      row('any', '2026-03-01T07:00:00Z'),
    ],
    dbtVersion: '1.12.6',
    now,
  });
  expect(sourcesArtifactSchema.parse(artifact)).toEqual(artifact);
  expect(artifact.results).toMatchObject([
    {
      unique_id: 'source.tiny.raw.old',
      status: 'warn',
      max_loaded_at: '2026-03-01T06:00:00.000Z',
      max_loaded_at_time_ago_in_s: 7200,
      criteria: {
        warn_after: { count: 90, period: 'minute' },
        error_after: { count: 2, period: 'day' },
      },
    },
    { status: 'pass', criteria: { warn_after: { count: null, period: null } } },
    { unique_id: 'source.tiny.raw.broken', status: 'runtime error', error: 'No such column.' },
    { unique_id: 'source.tiny.raw.empty', status: 'runtime error', error: 'It was not imported yet.' },
  ]);
});
