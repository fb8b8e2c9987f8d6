import type { DbtSchedule } from '@honeyframe/contract/api';
import { usePermission, useSearchState } from '@honeyframe/sdk/frontend';
import { Button, EmptyState, Icon, Page } from '@honeyframe/sdk/ui';
import { type Column, DataTable } from '@honeyframe/sdk/ui/table';
import { useMemo } from 'react';
import { useWorkspacesQuery } from '../runs/run-queries.ts';
import { LastFiring, NextTime, ScheduleName, ScheduleSwitch, ScheduleTiming } from './schedule-cells.tsx';
import { ScheduleDrawer } from './schedule-drawer.tsx';
import { ScheduleMenu } from './schedule-menu.tsx';
import { useSchedulesQuery } from './schedule-queries.ts';

/** When data is built by itself. */
export function SchedulesPage() {
  const schedules = useSchedulesQuery();
  const { data: workspaces } = useWorkspacesQuery();
  const mayEdit = usePermission('dbt.schedule');
  const mayBuild = usePermission('dbt.run');
  const [{ edit }, setState] = useSearchState({ edit: '' });
  const list = workspaces?.workspaces;
  const names = useMemo(() => new Map(list?.map(({ slug, display_name }) => [slug, display_name])), [list]);
  const columns = useMemo((): Column<DbtSchedule>[] => {
    const nameOf = (slug: string) => names.get(slug) ?? slug;
    const open = (id: string) => setState({ edit: id });
    return [
      {
        key: 'name',
        header: 'Schedule',
        sortable: true,
        cell: (schedule) => <ScheduleName schedule={schedule} nameOf={nameOf} />,
      },
      {
        key: 'when',
        header: 'When',
        hideBelow: 700,
        cell: (schedule) => <ScheduleTiming schedule={schedule} nameOf={nameOf} />,
      },
      { key: 'next', header: 'Next', width: 140, cell: (schedule) => <NextTime schedule={schedule} /> },
      {
        key: 'last',
        header: 'Last build',
        width: 150,
        cell: (schedule) => <LastFiring schedule={schedule} />,
      },
      {
        key: 'enabled',
        header: 'On',
        width: 70,
        cell: (schedule) => <ScheduleSwitch schedule={schedule} disabled={!mayEdit} />,
      },
      {
        key: 'menu',
        header: '',
        width: 56,
        align: 'right',
        cell: (schedule) => (
          <ScheduleMenu {...{ schedule, mayEdit, mayBuild }} onEdit={() => open(schedule.id)} />
        ),
      },
    ];
  }, [names, mayEdit, mayBuild, setState]);
  const edited = schedules.data?.find(({ id }) => id === edit);
  return (
    <Page
      title="Schedules"
      description="When tables are built again by themselves: at set times, after an import, or after another build."
      actions={mayEdit ? <NewSchedule onClick={() => setState({ edit: 'new' })} /> : null}
    >
      <DataTable
        label="Schedules"
        columns={columns}
        rows={schedules.data}
        rowKey={(schedule) => schedule.id}
        error={schedules.error}
        onRetry={() => void schedules.refetch()}
        empty={
          <EmptyState icon="calendar" title="Nothing is built by itself yet">
            <p>Builds start by hand and after imports. A schedule also builds every morning, say.</p>
          </EmptyState>
        }
      />
      {mayEdit && list && (edited || edit === 'new') ? (
        <ScheduleDrawer schedule={edited} workspaces={list} onClose={() => setState({ edit: '' })} />
      ) : null}
    </Page>
  );
}

function NewSchedule({ onClick }: { readonly onClick: () => void }) {
  return (
    <Button leftSection={<Icon name="plus" size={15} />} onClick={onClick}>
      New schedule
    </Button>
  );
}
