import { formatMoney } from '@honeyframe/sdk/ui';
import { BarChart } from '@honeyframe/sdk/ui/charts';
import type { PatientRecord } from '../../../backend/schemas/patient-record.ts';

const YEARS = 12;

/** Billed a year, visits and medications upon one another; the last twelve years. */
export function CostsByYear({
  years,
  height = 220,
}: {
  readonly years: PatientRecord['costs_by_year'];
  readonly height?: number;
}) {
  return (
    <BarChart
      label="Costs by year"
      height={height}
      data={years.slice(-YEARS)}
      x="cost_year"
      stacked
      format={(value) => formatMoney(value)}
      series={[
        { key: 'encounter_cost', name: 'Visits' },
        { key: 'medication_cost', name: 'Medications' },
      ]}
    />
  );
}
