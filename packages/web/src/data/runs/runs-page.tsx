import type { DbtRun } from '@honeyframe/contract/api';
import { usePermission, useSearchState } from '@honeyframe/sdk/frontend';
import { EmptyState, formatDuration, formatRelative, Page } from '@honeyframe/sdk/ui';
import { type Column, DataTable } from '@honeyframe/sdk/ui/table';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { FilterSelect } from '../../forms/filter-select.tsx';
import { InPlaceNote } from '../warehouse/in-place-note.tsx';
import { BuildMenu } from './build-menu.tsx';
import { EngineBanner } from './engine-banner.tsx';
import { RunProgress } from './run-progress.tsx';
import { PAGE_SIZE, useRunsQuery, useWorkspacesQuery } from './run-queries.ts';
import { RunState } from './run-state.tsx';
import { describeTrigger, isLive, runWords, secondsOf, triggers } from './run-words.ts';
import { useNow } from './use-now.ts';

const triggerOptions = Object.entries(triggers).map(([value, label]) => ({
  value,
  label: label.charAt(0).toUpperCase() + label.slice(1),
}));
const timeOptions = [
  { value: '1', label: 'Last 24 hours' },
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
];
const stateOptions = Object.entries(runWords).map(([value, { label }]) => ({ value, label }));

/** What was built, what is being built, and how fresh each set of tables is. */
export function RunsPage() {
  const [filter, setFilter] = useSearchState({ workspace: '', state: '', trigger: '', days: '', page: '1' });
  const runs = useRunsQuery({ ...filter, page: Number(filter.page) || 1 });
  const workspaces = useWorkspacesQuery();
  const mayBuild = usePermission('dbt.run');
  const now = useNow(runs.data?.rows.some((run) => isLive(run.state)) ?? false);
  const columns = useRunColumns(now, workspaces.data?.workspaces);
  const list = workspaces.data?.workspaces ?? [];
  const filtered = [filter.workspace, filter.state, filter.trigger, filter.days].some(Boolean);
  return (
    <Page
      title="Data builds"
      description={
        <>
          Each build turns imported data into the tables that pages and figures read.{' '}
          <Link to="/data/workspaces" className="hf-link">
            How fresh they are
          </Link>
        </>
      }
      actions={
        mayBuild ? <BuildMenu workspaces={list} ready={workspaces.data?.engine.state === 'ready'} /> : null
      }
    >
      <InPlaceNote />
      {workspaces.data ? <EngineBanner engine={workspaces.data.engine} /> : null}
      <DataTable
        label="Builds"
        columns={columns}
        rows={runs.data?.rows}
        rowKey={(run) => run.id}
        rowHref={(run) => `/data/runs/${run.id}`}
        loading={runs.isPlaceholderData}
        error={runs.error}
        onRetry={() => void runs.refetch()}
        paging={{
          page: Number(filter.page) || 1,
          pageSize: PAGE_SIZE,
          total: runs.data?.total,
          onPage: (page) => setFilter({ page: String(page) }),
        }}
        filters={
          <>
            <FilterSelect
              label="Tables"
              placeholder="All tables"
              width={190}
              data={list.map(({ slug, display_name }) => ({ value: slug, label: display_name }))}
              value={filter.workspace}
              onChange={(workspace) => setFilter({ workspace, page: '1' })}
            />
            <FilterSelect
              label="State"
              placeholder="Any state"
              width={150}
              data={stateOptions}
              value={filter.state}
              onChange={(state) => setFilter({ state, page: '1' })}
            />
            <FilterSelect
              label="Started"
              placeholder="Started any way"
              width={170}
              data={triggerOptions}
              value={filter.trigger}
              onChange={(trigger) => setFilter({ trigger, page: '1' })}
            />
            <FilterSelect
              label="Time"
              placeholder="Any time"
              width={140}
              data={timeOptions}
              value={filter.days}
              onChange={(days) => setFilter({ days, page: '1' })}
            />
          </>
        }
        empty={
          <EmptyState
            icon="layers"
            title={filtered ? 'No build fits these filters' : 'Nothing has been built yet'}
          >
            {filtered ? null : <p>Import data, or press “Build now”. The first build shows up here.</p>}
          </EmptyState>
        }
      />
    </Page>
  );
}

function useRunColumns(
  now: number,
  workspaces: readonly { slug: string; display_name: string }[] | undefined,
) {
  return useMemo((): Column<DbtRun>[] => {
    const names = new Map(workspaces?.map(({ slug, display_name }) => [slug, display_name]));
    return [
      { key: 'workspace', header: 'Tables', cell: (run) => names.get(run.workspace) ?? run.workspace },
      { key: 'state', header: 'State', width: 150, cell: (run) => <RunState run={run} /> },
      {
        key: 'progress',
        header: 'Steps',
        width: 210,
        hideBelow: 700,
        cell: (run) => <RunProgress run={run} />,
      },
      { key: 'trigger', header: 'Started by', hideBelow: 1100, cell: describeTrigger },
      {
        key: 'queued_at',
        header: 'When',
        width: 140,
        cell: (run) => formatRelative(run.queued_at, new Date(now)),
      },
      {
        key: 'duration',
        header: 'Took',
        hideBelow: 700,
        width: 110,
        align: 'right',
        cell: (run) => formatDuration(secondsOf(run, now)),
      },
    ];
  }, [now, workspaces]);
}
