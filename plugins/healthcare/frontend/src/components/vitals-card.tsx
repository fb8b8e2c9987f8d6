import { usePluginTables } from '@honeyframe/sdk/frontend';
import { Card, EmptyState, ErrorState, Group, Skeleton } from '@honeyframe/sdk/ui';
import { SegmentedControl } from '@honeyframe/sdk/ui/form';
import { useState } from 'react';
import type { ObservationList } from '../../../backend/schemas/patient-record.ts';
import { MeasureChart, MeasureSelect } from './measure-chart.tsx';
import { toMeasures } from './measures.ts';

const spans = [
  { value: '2', label: '2 years' },
  { value: '10', label: '10 years' },
  { value: '', label: 'All' },
];

/** A chart of one measurement, with a choice of all that were taken. */
export function VitalsCard({ patientId, height }: { readonly patientId: string; readonly height?: number }) {
  const { data, error, retry } = usePluginTables<ObservationList>(
    `/patients/${encodeURIComponent(patientId)}/observations`,
  );
  const [chosen, setChosen] = useState('');
  const [years, setYears] = useState('10');
  const measures = data ? toMeasures(data.rows) : [];
  const measure = measures.find(({ key }) => key === chosen) ?? measures[0];
  const choices = measure ? (
    <Group gap="xs">
      <SegmentedControl size="xs" aria-label="Time" data={spans} value={years} onChange={setYears} />
      <MeasureSelect measures={measures} value={measure.key} onChange={setChosen} />
    </Group>
  ) : undefined;
  return (
    <Card title="Measurements over time" actions={choices}>
      {error ? <ErrorState error={error} onRetry={retry} /> : null}
      {!data && !error ? <Skeleton height={260} role="status" aria-label="Loading the measurements" /> : null}
      {data && !measure ? (
        <EmptyState icon="activity" title="Nothing measured twice">
          <p>A line appears when a value has been taken more than once.</p>
        </EmptyState>
      ) : null}
      {measure ? (
        <MeasureChart
          patientId={patientId}
          measure={measure}
          years={Number(years) || undefined}
          {...(height !== undefined && { height })}
        />
      ) : null}
    </Card>
  );
}
