import { z } from 'zod';
import type { GraphFreshness } from './workspace-graph.ts';

const thresholdSchema = z.object({ count: z.number().nullish(), period: z.string().nullish() }).nullish();

/** Of a source in dbt's manifest. */
export const sourceFreshnessFields = {
  freshness: z
    .object({ warn_after: thresholdSchema, error_after: thresholdSchema, filter: z.string().nullish() })
    .nullish(),
  loaded_at_field: z.string().nullish(),
  loaded_at_query: z.string().nullish(),
};

const fieldsSchema = z.object(sourceFreshnessFields);

const seconds: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

export function readFreshness(source: z.infer<typeof fieldsSchema>): GraphFreshness {
  const { freshness, loaded_at_field, loaded_at_query } = source;
  return {
    warn_after_seconds: toSeconds(freshness?.warn_after),
    error_after_seconds: toSeconds(freshness?.error_after),
    filter: freshness?.filter ?? null,
    loaded_at_field: loaded_at_field ?? null,
    loaded_at_query: loaded_at_query ?? null,
  };
}

function toSeconds(after: z.infer<typeof thresholdSchema>): number | null {
  const length = seconds[after?.period ?? ''];
  return after?.count && length ? after.count * length : null;
}
