import { type QueryValues, usePluginTables } from '@honeyframe/sdk/frontend';
import type { Costs } from '../../backend/schemas/costs.ts';

/** Costs for a filter. */
export function useCosts(query: QueryValues) {
  return usePluginTables<Costs>('/costs', { query, keepPrevious: true });
}
