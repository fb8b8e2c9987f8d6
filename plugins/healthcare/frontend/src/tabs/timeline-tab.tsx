import { usePluginTables, useSearchState } from '@honeyframe/sdk/frontend';
import {
  Button,
  Card,
  EmptyState,
  ErrorState,
  formatDate,
  formatNumber,
  Icon,
  type IconName,
  Skeleton,
} from '@honeyframe/sdk/ui';
import { SegmentedControl } from '@honeyframe/sdk/ui/form';
import type { TimelineEvent, TimelinePage } from '../../../backend/schemas/patient-record.ts';
import styles from '../healthcare.module.css';
import { toClassName } from '../words.ts';

const PAGE_SIZE = 50;

const filters = [
  { value: '', label: 'Everything' },
  { value: 'encounter', label: 'Visits' },
  { value: 'condition,condition_end', label: 'Conditions' },
  { value: 'medication', label: 'Medications' },
  { value: 'procedure', label: 'Procedures' },
];

/** Everything that happened, newest first, by year. */
export function TimelineTab({ id }: { readonly id: string }) {
  const [state, setState] = useSearchState({ kinds: '', page: '1' });
  const page = Number(state.page) || 1;
  const { data, error, isFetching, retry } = usePluginTables<TimelinePage>(
    `/patients/${encodeURIComponent(id)}/timeline`,
    { query: { kinds: state.kinds, page, page_size: PAGE_SIZE }, keepPrevious: true },
  );
  return (
    <Card
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Kinds of events"
          data={filters}
          value={state.kinds}
          onChange={(kinds) => setState({ kinds, page: '1' })}
        />
      }
      title="Timeline"
      description={data ? `${formatNumber(data.total)} events` : undefined}
    >
      {error && !data ? <ErrorState error={error} onRetry={retry} /> : null}
      {!data && !error ? <TimelineSkeleton /> : null}
      {data?.rows.length === 0 ? (
        <EmptyState icon="history" title="Nothing of this kind is recorded" />
      ) : null}
      {data ? (
        <div data-busy={isFetching}>
          {groupByYear(data.rows).map(([year, events]) => (
            <TimelineYear key={year} year={year} events={events} />
          ))}
          <Pages page={page} total={data.total} onPage={(next) => setState({ page: String(next) })} />
        </div>
      ) : null}
    </Card>
  );
}

function groupByYear(events: readonly TimelineEvent[]): [string, TimelineEvent[]][] {
  return Object.entries(Object.groupBy(events, ({ event_at }) => event_at.slice(0, 4)))
    .map(([year, group]): [string, TimelineEvent[]] => [year, group ?? []])
    .toReversed();
}

function TimelineYear({
  year,
  events,
}: {
  readonly year: string;
  readonly events: readonly TimelineEvent[];
}) {
  return (
    <section className={styles.year} aria-label={year}>
      <h3 className={styles.yearTitle}>{year}</h3>
      <ol className={styles.timeline}>
        {events.map((event) => (
          <TimelineItem key={event.timeline_id} event={event} />
        ))}
      </ol>
    </section>
  );
}

const kinds: Readonly<Record<TimelineEvent['kind'], { readonly icon: IconName; readonly name: string }>> = {
  encounter: { icon: 'stethoscope', name: 'Visit' },
  condition: { icon: 'clipboard-list', name: 'Condition found' },
  condition_end: { icon: 'circle-check', name: 'Condition resolved' },
  medication: { icon: 'pill', name: 'Prescribed' },
  procedure: { icon: 'syringe', name: 'Procedure' },
  death: { icon: 'circle', name: 'Death' },
};

function TimelineItem({ event }: { readonly event: TimelineEvent }) {
  const { icon, name } = kinds[event.kind];
  return (
    <li className={styles.event} data-kind={event.kind}>
      <span className={styles.eventIcon}>
        <Icon name={icon} size={14} />
      </span>
      <time dateTime={event.event_at} className={styles.eventDate}>
        {formatDate(event.event_at)}
      </time>
      <div>
        <div className={styles.eventTitle}>
          {event.title} <span className={styles.eventKind}>{name}</span>
        </div>
        <div className={styles.eventDetail}>{toDetail(event)}</div>
      </div>
    </li>
  );
}

/** The model writes `class · reason · clinician` for a visit, and only a category for a condition. */
function toDetail({ kind, detail }: TimelineEvent): string | null {
  if (kind === 'condition' || kind === 'condition_end') return null;
  if (kind !== 'encounter' || !detail) return detail;
  const [encounterClass = '', ...rest] = detail.split(' · ');
  return [toClassName(encounterClass), ...rest].join(' · ');
}

interface PagesProps {
  readonly page: number;
  readonly total: number;
  readonly onPage: (page: number) => void;
}

function Pages({ page, total, onPage }: PagesProps) {
  const last = Math.ceil(total / PAGE_SIZE);
  if (last <= 1) return null;
  return (
    <nav className={styles.pages} aria-label="Pages of the timeline">
      <Button variant="default" size="xs" disabled={page <= 1} onClick={() => onPage(page - 1)}>
        Newer
      </Button>
      <span>
        Page {formatNumber(page)} of {formatNumber(last)}
      </span>
      <Button variant="default" size="xs" disabled={page >= last} onClick={() => onPage(page + 1)}>
        Older
      </Button>
    </nav>
  );
}

function TimelineSkeleton() {
  return (
    <div role="status" aria-label="Loading the timeline">
      {[64, 82, 55, 73, 60, 78].map((width) => (
        <Skeleton key={width} height={16} width={`${width}%`} mb="md" />
      ))}
    </div>
  );
}
