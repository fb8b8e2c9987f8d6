import { useSession } from '@honeyframe/sdk/frontend';
import { Button, EmptyState, Icon, Page } from '@honeyframe/sdk/ui';
import { SegmentedControl } from '@honeyframe/sdk/ui/form';
import { DataTable } from '@honeyframe/sdk/ui/table';
import { useMemo } from 'react';
import { usePluginName } from '../shell/use-plugin-name.ts';
import { toColumns } from './activity-columns.tsx';
import { toExportHref, useActivityState, useEventsQuery, withoutFilters } from './activity-filter.ts';
import { ActivityFilters, isFiltered } from './activity-filters.tsx';
import './activity.css';
import { EventDrawer } from './event-drawer.tsx';

const scopes = [
  { value: 'org', label: 'This organisation' },
  { value: 'platform', label: 'Platform' },
];

/** Who did what, newest first. */
export function ActivityPage() {
  const [state, setState] = useActivityState();
  const { event, ...filter } = state;
  const { user } = useSession();
  const pluginName = usePluginName();
  const columns = useMemo(() => toColumns(pluginName), [pluginName]);
  const events = useEventsQuery(filter);
  const rows = events.data?.pages.flatMap((page) => page.rows);
  return (
    <Page
      title="Activity"
      description={
        filter.scope === 'platform'
          ? 'What belongs to no organisation: refused sign-ins of strangers, backups, steps that the platform takes itself.'
          : 'Who did what in this organisation, newest first. Entries cannot be changed.'
      }
      actions={
        <>
          {user.is_superadmin ? (
            <SegmentedControl
              aria-label="Whose activity"
              data={scopes}
              value={filter.scope}
              onChange={(scope) => setState({ ...withoutFilters, scope })}
            />
          ) : null}
          <Button
            component="a"
            href={toExportHref(filter)}
            download
            variant="default"
            leftSection={<Icon name="download" size={15} />}
          >
            Export {isFiltered(filter) ? 'these' : 'all'} as CSV
          </Button>
        </>
      }
    >
      <DataTable
        label="Activity"
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        onRowClick={({ id }) => setState({ event: id })}
        loading={events.isPlaceholderData}
        error={events.error}
        onRetry={() => void events.refetch()}
        search={{
          value: filter.q,
          onChange: (q) => setState({ q }),
          placeholder: 'Search who, what or on what',
        }}
        filters={<ActivityFilters filter={filter} onChange={setState} pluginName={pluginName} />}
        empty={<EmptyState icon="history" title="Nothing was recorded that fits" />}
      />
      {events.hasNextPage ? (
        <Button
          className="hf-older"
          variant="default"
          loading={events.isFetchingNextPage}
          onClick={() => void events.fetchNextPage()}
        >
          Show older
        </Button>
      ) : null}
      <EventDrawer
        id={event}
        filter={filter}
        onFilter={(change) => setState({ ...withoutFilters, ...change, event: '' })}
        onClose={() => setState({ event: '' })}
        pluginName={pluginName}
      />
    </Page>
  );
}
