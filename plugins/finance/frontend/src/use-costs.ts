import { type QueryValues, usePluginTables } from '@honeyframe/sdk/frontend';
import type { CostChoices, Costs } from '../../backend/schemas/costs.ts';
import { monthsBefore } from './words.ts';

/** Costs of the last so many months of the data, and what they can be filtered by. */
export function useCosts(months: number, filters: QueryValues = {}) {
  const choices = usePluginTables<CostChoices>('/costs/choices');
  const newest = choices.data?.newest_month;
  const costs = usePluginTables<Costs>('/costs', {
    query: { ...filters, from: newest ? monthsBefore(newest, months - 1) : undefined },
    keepPrevious: true,
    // Which months these are is known only from the choices.
    enabled: choices.data !== undefined,
  });
  return {
    choices: choices.data,
    costs: costs.data,
    preparing: choices.preparing || costs.preparing,
    error: choices.error ?? costs.error,
    retry: choices.error ? choices.retry : costs.retry,
  };
}
