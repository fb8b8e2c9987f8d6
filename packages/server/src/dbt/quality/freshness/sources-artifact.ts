import { randomUUID } from 'node:crypto';
import type { SourcesArtifact } from '@honeyframe/contract/api';
import type { WatchedSource } from './describe-measure.ts';
import type { FreshnessRow } from './freshness-store.ts';
import { judgeFreshness } from './judge-freshness.ts';

export interface SourcesArtifactOptions {
  readonly sources: readonly WatchedSource[];
  /** What was found when somebody last looked. */
  readonly rows: readonly FreshnessRow[];
  /** Null where dbt is not there. */
  readonly dbtVersion: string | null;
  readonly now: Date;
}

type Result = SourcesArtifact['results'][number];

/** As dbt does, of sources that something is expected of alone. */
export function createSourcesArtifact({
  sources,
  rows,
  ...options
}: SourcesArtifactOptions): SourcesArtifact {
  const { dbtVersion, now } = options;
  const byId = new Map(rows.map((row) => [row.unique_id, row]));
  return {
    metadata: {
      dbt_schema_version: 'https://schemas.getdbt.com/dbt/sources/v3.json',
      dbt_version: dbtVersion ?? '',
      generated_at: now.toISOString(),
      invocation_id: randomUUID(),
      env: {},
    },
    results: sources.filter(isExpected).map((source) => describe(source, byId.get(source.unique_id), now)),
    elapsed_time: 0,
  };
}

function isExpected({ freshness }: WatchedSource): boolean {
  return freshness.warn_after_seconds !== null || freshness.error_after_seconds !== null;
}

function describe(source: WatchedSource, row: FreshnessRow | undefined, now: Date): Result {
  const { unique_id, freshness } = source;
  const loaded = row?.problem ? null : (row?.data_as_of ?? null);
  const status = judgeFreshness(freshness, loaded, now);
  if (!loaded || !status || status === 'unmeasured')
    return { unique_id, error: row?.problem ?? 'It was not imported yet.', status: 'runtime error' };
  return {
    unique_id,
    max_loaded_at: loaded.toISOString(),
    snapshotted_at: now.toISOString(),
    max_loaded_at_time_ago_in_s: (now.getTime() - loaded.getTime()) / 1000,
    status,
    criteria: {
      warn_after: toThreshold(freshness.warn_after_seconds),
      error_after: toThreshold(freshness.error_after_seconds),
      filter: freshness.filter,
    },
    ...{ adapter_response: {}, timing: [], thread_id: 'honeyframe', execution_time: 0 },
  };
}

const periods = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

function toThreshold(seconds: number | null) {
  const [period, length] = periods.find(([, each]) => seconds !== null && seconds % each === 0) ?? [];
  if (seconds === null || !period) return { count: null, period: null };
  return { count: seconds / length, period };
}
