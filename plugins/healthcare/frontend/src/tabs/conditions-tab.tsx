import { usePluginTables } from '@honeyframe/sdk/frontend';
import { Badge, EmptyState, Status } from '@honeyframe/sdk/ui';
import { SegmentedControl } from '@honeyframe/sdk/ui/form';
import { type Column, DataTable, dateColumn } from '@honeyframe/sdk/ui/table';
import { useState } from 'react';
import type { Condition, ConditionList } from '../../../backend/schemas/patient-record.ts';
import styles from '../healthcare.module.css';
import { capitalise } from '../words.ts';

const columns: readonly Column<Condition>[] = [
  {
    key: 'title',
    header: 'Condition',
    sortable: true,
    cell: (row) => (
      <span className={styles.conditionTitle}>
        {row.title}
        {row.is_chronic ? (
          <Badge color="accent" miw="max-content">
            Chronic
          </Badge>
        ) : null}
      </span>
    ),
  },
  {
    key: 'is_active',
    header: 'Status',
    width: 120,
    cell: (row) =>
      row.is_active ? <Status tone="warn">Open</Status> : <Status tone="neutral">Resolved</Status>,
  },
  dateColumn('started_on', 'Since', { sortable: true, width: 130 }),
  dateColumn('ended_on', 'Until', { sortable: true, width: 130 }),
  { key: 'category', header: 'Kind', width: 110, hideBelow: 700, cell: (row) => capitalise(row.category) },
  {
    key: 'code',
    header: 'SNOMED CT',
    width: 140,
    hideBelow: 1100,
    cell: (row) => <span className={styles.code}>{row.code}</span>,
  },
];

/** Diagnoses and findings, open ones first. */
export function ConditionsTab({ id }: { readonly id: string }) {
  const { data, error, isFetching, retry } = usePluginTables<ConditionList>(
    `/patients/${encodeURIComponent(id)}/conditions`,
  );
  const [shown, setShown] = useState('all');
  const rows = data?.rows.filter(
    (row) => shown === 'all' || (shown === 'open' ? row.is_active : row.is_chronic),
  );
  return (
    <DataTable
      label="Conditions"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.condition_id}
      loading={isFetching}
      error={error}
      onRetry={retry}
      filters={
        <SegmentedControl
          size="xs"
          aria-label="Which conditions"
          data={[
            { value: 'all', label: 'All' },
            { value: 'open', label: 'Open' },
            { value: 'chronic', label: 'Chronic' },
          ]}
          value={shown}
          onChange={setShown}
        />
      }
      empty={<EmptyState icon="clipboard-list" title="No condition of this kind is recorded" />}
    />
  );
}
