import { usePluginQuery } from '@honeyframe/sdk/frontend';
import { ErrorState, PreparingState } from '@honeyframe/sdk/ui';
import type { CostChoices } from '../../../backend/schemas/costs.ts';
import { CostsChart } from '../costs-chart.tsx';
import { useCosts } from '../use-costs.ts';
import { monthsBefore } from '../words.ts';

/** The last two years of the data. */
export default function MonthlyCosts() {
  const { data: choices } = usePluginQuery<CostChoices>('/costs/choices');
  const newest = choices?.newest_month;
  const { data, error, preparing, retry } = useCosts(newest ? { from: monthsBefore(newest, 23) } : {});
  if (preparing) return <PreparingState size="inline" />;
  if (error) return <ErrorState error={error} onRetry={retry} />;
  return <CostsChart months={choices ? data?.by_month.slice(-24) : undefined} height={268} />;
}
