import { usePluginTables } from '@honeyframe/sdk/frontend';
import { EmptyState, Status } from '@honeyframe/sdk/ui';
import { SegmentedControl } from '@honeyframe/sdk/ui/form';
import { type Column, DataTable, dateColumn, moneyColumn, numberColumn } from '@honeyframe/sdk/ui/table';
import { useState } from 'react';
import type { Medication, MedicationList } from '../../../backend/schemas/patient-record.ts';
import { capitalise } from '../words.ts';

const columns: readonly Column<Medication>[] = [
  { key: 'title', header: 'Medication', sortable: true, cell: (row) => capitalise(row.title) },
  { key: 'reason', header: 'For', sortable: true, hideBelow: 700 },
  {
    key: 'is_active',
    header: 'Status',
    width: 130,
    cell: (row) =>
      row.is_active ? <Status tone="good">Taking</Status> : <Status tone="neutral">Stopped</Status>,
  },
  dateColumn('started_at', 'Since', { sortable: true, width: 130 }),
  dateColumn('stopped_at', 'Until', { sortable: true, width: 130 }),
  numberColumn('prescription_count', 'Prescriptions', { sortable: true, width: 120, hideBelow: 1100 }),
  moneyColumn('total_cost', 'Cost', { sortable: true, width: 120, hideBelow: 1100 }),
];

/** Drugs, those being taken first; renewals are counted, not listed. */
export function MedicationsTab({ id }: { readonly id: string }) {
  const { data, error, isFetching, retry } = usePluginTables<MedicationList>(
    `/patients/${encodeURIComponent(id)}/medications`,
  );
  const [shown, setShown] = useState('all');
  return (
    <DataTable
      label="Medications"
      columns={columns}
      rows={data?.rows.filter((row) => shown === 'all' || row.is_active)}
      rowKey={(row) => row.code}
      loading={isFetching}
      error={error}
      onRetry={retry}
      filters={
        <SegmentedControl
          size="xs"
          aria-label="Which medications"
          data={[
            { value: 'all', label: 'All' },
            { value: 'current', label: 'Current' },
          ]}
          value={shown}
          onChange={setShown}
        />
      }
      empty={<EmptyState icon="pill" title="No medication of this kind is recorded" />}
    />
  );
}
