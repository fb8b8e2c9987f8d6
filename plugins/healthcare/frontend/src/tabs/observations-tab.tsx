import { usePluginTables } from '@honeyframe/sdk/frontend';
import { EmptyState, formatNumber, Text } from '@honeyframe/sdk/ui';
import { type Column, DataTable, dateColumn, numberColumn } from '@honeyframe/sdk/ui/table';
import { useState } from 'react';
import type { Observation, ObservationList } from '../../../backend/schemas/patient-record.ts';
import { VitalsCard } from '../components/vitals-card.tsx';
import styles from '../healthcare.module.css';
import { capitalise, toUnit } from '../words.ts';

const columns: readonly Column<Observation>[] = [
  { key: 'title', header: 'Observation', sortable: true },
  {
    key: 'category',
    header: 'Kind',
    sortable: true,
    width: 140,
    hideBelow: 700,
    cell: (row) => capitalise(row.category.replaceAll('-', ' ')),
  },
  { key: 'latest_value', header: 'Latest', align: 'right', cell: (row) => <LatestValue observation={row} /> },
  dateColumn('latest_at', 'Taken', { sortable: true, width: 130 }),
  { key: 'range', header: 'Lowest to highest', align: 'right', hideBelow: 1100, cell: toRange },
  numberColumn('observation_count', 'Times', { sortable: true, width: 90, hideBelow: 700 }),
  {
    key: 'code',
    header: 'LOINC',
    width: 110,
    hideBelow: 1300,
    cell: (row) => <span className={styles.code}>{row.code}</span>,
  },
];

function LatestValue({ observation }: { readonly observation: Observation }) {
  const { latest_value, is_numeric, unit } = observation;
  if (latest_value === null) return null;
  return (
    <>
      {is_numeric ? formatNumber(Number(latest_value)) : latest_value}{' '}
      <Text span size="xs" c="dimmed">
        {toUnit(unit)}
      </Text>
    </>
  );
}

function toRange({ lowest, highest }: Observation): string | null {
  if (lowest === null || highest === null) return null;
  return lowest === highest ? formatNumber(lowest) : `${formatNumber(lowest)} – ${formatNumber(highest)}`;
}

/** Vital signs, laboratory values and answers: a line over time, and the latest of each. */
export function ObservationsTab({ id }: { readonly id: string }) {
  const { data, error, isFetching, retry } = usePluginTables<ObservationList>(
    `/patients/${encodeURIComponent(id)}/observations`,
  );
  const [search, setSearch] = useState('');
  const rows = data?.rows.filter((row) => row.title.toLowerCase().includes(search.toLowerCase()));
  return (
    <div className={styles.stack}>
      <VitalsCard patientId={id} height={300} />
      <DataTable
        label="Observations"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.code}
        loading={isFetching}
        error={error}
        onRetry={retry}
        search={{ value: search, onChange: setSearch, placeholder: 'Find an observation' }}
        empty={<EmptyState icon="test-tube" title="No observation fits" />}
      />
    </div>
  );
}
