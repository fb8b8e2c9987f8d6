import { usePluginTables } from '@honeyframe/sdk/frontend';
import { ErrorState, formatMonth, PreparingState } from '@honeyframe/sdk/ui';
import { BarChart } from '@honeyframe/sdk/ui/charts';
import type { EncountersByMonth } from '../../../backend/schemas/overview.ts';

/** How busy the last two years were, and how much of it could not wait. */
export default function EncountersByMonthBlock() {
  const { data, error, preparing, retry } = usePluginTables<EncountersByMonth>('/encounters-by-month', {
    query: { months: 24 },
  });
  if (preparing) return <PreparingState size="inline" />;
  if (error) return <ErrorState error={error} onRetry={retry} />;
  return (
    <BarChart
      label="Visits by month"
      height={268}
      data={data?.rows}
      x="month"
      stacked
      formatX={(month) => formatMonth(month)}
      series={[
        { key: 'planned', name: 'Planned' },
        { key: 'urgent', name: 'Urgent' },
        { key: 'inpatient', name: 'Inpatient' },
      ]}
    />
  );
}
