import { type AuditEvent, describeAction } from '@honeyframe/contract/api';
import { formatDateTime } from '@honeyframe/sdk/ui';
import type { Column } from '@honeyframe/sdk/ui/table';
import { describeDetails, describeTarget } from './activity-words.ts';

export function toColumns(pluginName: (slug: string) => string): Column<AuditEvent>[] {
  return [
    { key: 'at', header: 'When', width: 185, cell: ({ at }) => formatDateTime(at) },
    {
      key: 'actor',
      header: 'Who',
      width: 190,
      cell: ({ actor }) => (
        <span className="hf-event-actor" title={actor}>
          {actor}
        </span>
      ),
    },
    {
      key: 'action',
      header: 'What',
      width: 210,
      cell: ({ action }) => (
        <span className="hf-strong" title={action}>
          {describeAction(action)}
        </span>
      ),
    },
    {
      key: 'target',
      header: 'On',
      width: 215,
      hideBelow: 700,
      cell: (event) => event.target_type && <Target event={event} />,
    },
    {
      key: 'plugin',
      header: 'Plugin',
      width: 120,
      hideBelow: 1100,
      cell: ({ plugin }) => plugin && pluginName(plugin),
    },
    {
      key: 'details',
      header: 'Details',
      hideBelow: 1300,
      cell: ({ details }) => <span className="hf-sub hf-event-details">{describeDetails(details)}</span>,
    },
  ];
}

function Target({ event: { target_type, target_id } }: { readonly event: AuditEvent }) {
  if (target_type === null) return null;
  return (
    <>
      {describeTarget(target_type)}{' '}
      <span className="hf-sub hf-one-line" title={target_id ?? undefined}>
        {target_id}
      </span>
    </>
  );
}
