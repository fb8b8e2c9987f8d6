import { ErrorState, PreparingState } from '@honeyframe/sdk/ui';
import { CostsChart } from '../costs-chart.tsx';
import { useCosts } from '../use-costs.ts';

/** The last two years of the data. */
export default function MonthlyCosts() {
  const { choices, costs, error, preparing, retry } = useCosts(24);
  if (preparing) return <PreparingState size="inline" />;
  if (error) return <ErrorState error={error} onRetry={retry} />;
  return <CostsChart months={costs?.by_month} height={268} currency={choices?.currency} />;
}
