import { type QueryValues, usePluginTables } from '@honeyframe/sdk/frontend';
import type { CostChoices, Costs } from '../../backend/schemas/costs.ts';
import { monthsBefore, monthsIntoFiscalYear } from './words.ts';

/** So many months, or the current fiscal year. */
export type Span = number | 'fiscal_year';

/** Costs of the last months of the data, and what they can be filtered by. */
export function useCosts(span: Span, filters: QueryValues = {}) {
  const choices = usePluginTables<CostChoices>('/costs/choices');
  const newest = choices.data?.newest_month;
  const countMonths = (month: string) =>
    span === 'fiscal_year' ? monthsIntoFiscalYear(month, choices.data?.fiscal_year_start ?? 1) : span;
  const costs = usePluginTables<Costs>('/costs', {
    query: { ...filters, from: newest ? monthsBefore(newest, countMonths(newest) - 1) : undefined },
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
