import { usePluginQuery } from '@honeyframe/sdk/frontend';
import { EmptyState, formatDateTime, formatRelative, Text } from '@honeyframe/sdk/ui';
import { type Column, DataTable } from '@honeyframe/sdk/ui/table';
import type { AccessEvent, AccessTrail } from '../../../backend/schemas/patient-care.ts';
import styles from '../healthcare.module.css';

const actions: Readonly<Record<string, string>> = {
  'patient.opened': 'Opened the record',
  'patient.note_added': 'Wrote a care note',
  'patient.follow_up_set': 'Flagged for follow-up',
  'patient.follow_up_cleared': 'Removed the follow-up flag',
};

const columns: readonly Column<AccessEvent>[] = [
  { key: 'actor', header: 'Who' },
  { key: 'action', header: 'What', cell: (row) => actions[row.action] ?? row.action },
  {
    key: 'at',
    header: 'When',
    cell: (row) => (
      <>
        {formatDateTime(row.at)}{' '}
        <Text span size="xs" c="dimmed">
          {formatRelative(row.at)}
        </Text>
      </>
    ),
  },
];

/** Who looked, and who changed something. */
export function AccessTab({ id }: { readonly id: string }) {
  const { data, error, isFetching, refetch } = usePluginQuery<AccessTrail>(
    `/patients/${encodeURIComponent(id)}/access`,
  );
  return (
    <div className={styles.stack}>
      <Text size="sm" c="dimmed">
        Every opening of this record is written down before it is shown; entries cannot be changed or removed.
      </Text>
      <DataTable
        label="Access"
        columns={columns}
        rows={data?.rows}
        rowKey={(row) => `${row.at} ${row.actor} ${row.action}`}
        loading={isFetching}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState icon="eye" title="Nobody has looked yet" />}
      />
    </div>
  );
}
