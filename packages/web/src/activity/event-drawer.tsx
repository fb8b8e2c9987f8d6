import { type AuditEvent, describeAction } from '@honeyframe/contract/api';
import { useSession } from '@honeyframe/sdk/frontend';
import {
  Anchor,
  Button,
  CopyButton,
  Drawer,
  ErrorState,
  Fields,
  formatDateTime,
  ScrollRegion,
} from '@honeyframe/sdk/ui';
import { Link } from 'react-router';
import { Section } from '../plugins/section.tsx';
import { type ActivityFilter, useEventQuery } from './activity-filter.ts';
import { describeTarget, findPage, splitDetails } from './activity-words.ts';

interface EventDrawerProps {
  /** Empty: closed. */
  readonly id: string;
  readonly filter: ActivityFilter;
  readonly onFilter: (change: Partial<ActivityFilter>) => void;
  readonly onClose: () => void;
  readonly pluginName: (slug: string) => string;
}

/** All that was recorded of one event. */
export function EventDrawer({ id, filter, onFilter, onClose, pluginName }: EventDrawerProps) {
  const { data, error } = useEventQuery(id, filter);
  return (
    <Drawer
      opened={id !== ''}
      onClose={onClose}
      position="right"
      size={560}
      title={<span className="hf-drawer-title">{data ? describeAction(data.action) : 'Event'}</span>}
    >
      {error ? <ErrorState error={error} /> : null}
      {data ? <Details event={data} onFilter={onFilter} pluginName={pluginName} /> : null}
    </Drawer>
  );
}

interface DetailsProps extends Pick<EventDrawerProps, 'onFilter' | 'pluginName'> {
  readonly event: AuditEvent;
}

function Details({ event, onFilter, pluginName }: DetailsProps) {
  const { plain, nested } = splitDetails(event.details);
  const { actor, target_type, target_id } = event;
  return (
    <div className="hf-drawer-body">
      <Fields
        items={[
          { label: 'When', value: <When at={event.at} /> },
          { label: 'Who', value: actor },
          { label: 'On', value: target_type && <Target event={event} /> },
          { label: 'Plugin', value: event.plugin && pluginName(event.plugin) },
          { label: 'Recorded as', value: <code className="hf-code">{event.action}</code> },
          { label: 'Network address', value: event.ip },
          {
            label: 'Request',
            value: event.request_id && <code className="hf-code">{event.request_id}</code>,
          },
          { label: 'Event', value: event.id },
        ]}
      />
      {plain.length > 0 ? (
        <Section title="Details">
          <Fields items={plain} />
        </Section>
      ) : null}
      {Object.keys(nested).length > 0 ? <Nested value={nested} /> : null}
      <div className="hf-event-actions">
        <Button variant="default" onClick={() => onFilter({ actor })}>
          Everything by {actor}
        </Button>
        {target_type !== null && target_id !== null ? (
          <Button variant="default" onClick={() => onFilter({ target_type, target_id })}>
            Everything on this {describeTarget(target_type).toLowerCase()}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function When({ at }: { readonly at: string }) {
  return (
    <>
      {formatDateTime(at)}
      <span className="hf-sub">{at}</span>
    </>
  );
}

function Target({ event }: { readonly event: AuditEvent }) {
  const { can } = useSession();
  const { target_type, target_id } = event;
  if (target_type === null) return null;
  const page = findPage(event, can);
  const words = describeTarget(target_type);
  return (
    <>
      {page ? (
        <Anchor component={Link} to={page}>
          {words}
        </Anchor>
      ) : (
        words
      )}
      <span className="hf-sub hf-break">{target_id}</span>
    </>
  );
}

function Nested({ value }: { readonly value: object }) {
  const text = JSON.stringify(value, null, 2);
  return (
    <Section title="More details">
      <ScrollRegion label="More details" className="hf-event-json">
        <pre>{text}</pre>
      </ScrollRegion>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button variant="subtle" size="xs" onClick={copy}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </Section>
  );
}
