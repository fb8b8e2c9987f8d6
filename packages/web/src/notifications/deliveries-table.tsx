import type { WebhookDelivery } from '@honeyframe/contract/api';
import {
  EmptyState,
  formatDateTime,
  formatRelative,
  type IconName,
  Status,
  type Tone,
  Tooltip,
} from '@honeyframe/sdk/ui';
import { type Column, DataTable } from '@honeyframe/sdk/ui/table';
import { useDeliveriesQuery } from './webhook-queries.ts';

const events: Readonly<Record<WebhookDelivery['event'], string>> = {
  failure: 'Build fails',
  lateness: 'Build is late',
  staleness: 'Source is stale',
  recovery: 'Right again',
  test: 'Test',
};

const states: Readonly<Record<WebhookDelivery['state'], { label: string; tone: Tone; icon: IconName }>> = {
  delivered: { label: 'Arrived', tone: 'good', icon: 'circle-check' },
  waiting: { label: 'Waiting', tone: 'neutral', icon: 'clock' },
  failed: { label: 'Given up', tone: 'bad', icon: 'circle-x' },
};

const columns: Column<WebhookDelivery>[] = [
  {
    key: 'event',
    header: 'Message',
    cell: ({ event, message }) => (
      <>
        {events[event]}
        <span className="hf-sub hf-break">{message}</span>
      </>
    ),
  },
  { key: 'state', header: 'State', width: 132, cell: (delivery) => <DeliveryState delivery={delivery} /> },
  {
    key: 'created_at',
    header: 'When',
    width: 130,
    hideBelow: 700,
    cell: ({ created_at }) => (
      <Tooltip label={formatDateTime(created_at)}>
        <span>{formatRelative(created_at)}</span>
      </Tooltip>
    ),
  },
];

/** The last messages, and what became of each. */
export function DeliveriesTable() {
  const { data, error, refetch } = useDeliveriesQuery();
  return (
    <DataTable
      label="Messages"
      columns={columns}
      rows={data}
      rowKey={({ id }) => id}
      error={error}
      onRetry={() => void refetch()}
      empty={
        <EmptyState icon="mail" title="No messages yet">
          <p>The first one is sent when something goes wrong, or when you send a test.</p>
        </EmptyState>
      }
    />
  );
}

function DeliveryState({
  delivery: { state, attempts, last_error },
}: {
  readonly delivery: WebhookDelivery;
}) {
  const { label, tone, icon } = states[state];
  const again = state === 'waiting' && attempts > 0 ? `Tried ${attempts}×, goes on` : label;
  return (
    <>
      <Status tone={state === 'waiting' && attempts > 0 ? 'warn' : tone} icon={icon}>
        {again}
      </Status>
      {last_error && state !== 'delivered' ? <span className="hf-sub hf-break">{last_error}</span> : null}
    </>
  );
}
