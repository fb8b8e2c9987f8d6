import { formatMoney, formatMonth } from '@honeyframe/sdk/ui';
import { BarChart } from '@honeyframe/sdk/ui/charts';
import type { Costs } from '../../backend/schemas/costs.ts';

interface CostsChartProps {
  readonly months: Costs['by_month'] | undefined;
  readonly height: number;
  readonly currency: string | undefined;
}

/** What was billed a month, by who pays. */
export function CostsChart({ months, height, currency }: CostsChartProps) {
  return (
    <BarChart
      label="Costs by month"
      height={height}
      data={months}
      x="month"
      stacked
      formatX={(month) => formatMonth(month)}
      format={(value) => formatMoney(value, currency)}
      series={[
        { key: 'payer_coverage', name: 'Paid by insurers' },
        { key: 'out_of_pocket', name: 'Left to patients' },
      ]}
    />
  );
}
