import type { AuditEvent } from '@honeyframe/contract/api';
import { useSearchState } from '@honeyframe/sdk/frontend';
import { EmptyState, formatDateTime, Page } from '@honeyframe/sdk/ui';
import { type Column, DataTable } from '@honeyframe/sdk/ui/table';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { auditClient } from '../api/clients.ts';
import { describeAction, describeDetails, describeTarget } from './activity-words.ts';
import { FilterField } from './filter-field.tsx';

const PAGE_SIZE = 50;

/** Who did what, newest first. */
export function ActivityPage() {
  const [filter, setFilter] = useSearchState({ action: '', plugin: '', target_id: '', page: '1' });
  const page = Number(filter.page) || 1;
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ['audit', filter],
    queryFn: ({ signal }) => auditClient.list({ query: toQuery(filter, page), signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      title="Activity"
      description="Who did what in this organisation, newest first. Entries cannot be changed."
    >
      <DataTable
        label="Activity"
        columns={columns}
        rows={data?.rows}
        rowKey={(event) => event.id}
        loading={isPlaceholderData}
        error={error}
        onRetry={() => void refetch()}
        search={{
          value: filter.target_id,
          onChange: (target_id) => setFilter({ target_id, page: '1' }),
          placeholder: 'ID of a patient or another object',
        }}
        filters={
          <>
            <FilterField
              label="Action"
              value={filter.action}
              onChange={(action) => setFilter({ action, page: '1' })}
            />
            <FilterField
              label="Plugin"
              value={filter.plugin}
              onChange={(plugin) => setFilter({ plugin, page: '1' })}
            />
          </>
        }
        paging={{
          page,
          pageSize: PAGE_SIZE,
          total: data?.total,
          onPage: (next) => setFilter({ page: String(next) }),
        }}
        empty={<EmptyState icon="history" title="Nothing was recorded that fits" />}
      />
    </Page>
  );
}

type Filter = Readonly<Record<'action' | 'plugin' | 'target_id', string>>;

function toQuery({ action, plugin, target_id }: Filter, page: number) {
  return {
    page,
    page_size: PAGE_SIZE,
    ...(action && { action }),
    ...(plugin && { plugin }),
    ...(target_id && { target_id }),
  };
}

const columns: Column<AuditEvent>[] = [
  { key: 'at', header: 'When', width: 185, cell: ({ at }) => formatDateTime(at) },
  {
    key: 'actor',
    header: 'Who',
    width: 180,
    cell: ({ actor }) => <span className="hf-break">{actor}</span>,
  },
  {
    key: 'action',
    header: 'What',
    width: 200,
    cell: ({ action }) => (
      <span className="hf-strong" title={action}>
        {describeAction(action)}
      </span>
    ),
  },
  {
    key: 'target',
    header: 'On',
    width: 220,
    cell: ({ target_type, target_id }) =>
      target_type ? (
        <>
          {describeTarget(target_type)}{' '}
          <span className="hf-sub hf-one-line" title={target_id ?? undefined}>
            {target_id}
          </span>
        </>
      ) : null,
  },
  { key: 'plugin', header: 'Plugin', width: 120, hideBelow: 1100 },
  {
    key: 'details',
    header: 'Details',
    hideBelow: 1300,
    cell: ({ details }) => <span className="hf-sub hf-break">{describeDetails(details)}</span>,
  },
];
