import type { QualityTest } from '@honeyframe/contract/api';
import { usePermission, useSearchState } from '@honeyframe/sdk/frontend';
import { Button, Icon, Kpi, KpiRow, Page, Skeleton, Tabs } from '@honeyframe/sdk/ui';
import { useCallback, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useWorkspacesQuery } from '../runs/run-queries.ts';
import { IncidentList } from './incident-list.tsx';
import './quality.css';
import { useQualityQuery } from './quality-queries.ts';
import { SourcesTable } from './sources-table.tsx';
import { TestDrawer } from './test-drawer.tsx';
import { TestsTable } from './tests-table.tsx';

const initial = { tab: 'checks', workspace: '', state: '', search: '', page: '1' };

/** Whether data is right, and whether it comes in time. */
export function QualityPage() {
  const [{ tab, page, ...filter }, setState] = useSearchState(initial);
  const quality = useQualityQuery();
  const workspaces = useWorkspacesQuery().data?.workspaces;
  const isAdmin = usePermission('org.admin');
  const [opened, setOpened] = useState<QualityTest>();
  const names = useMemo(
    () => new Map(workspaces?.map(({ slug, display_name }) => [slug, display_name])),
    [workspaces],
  );
  const nameOf = useCallback((slug: string) => names.get(slug) ?? slug, [names]);
  return (
    <Page
      title="Data quality"
      description="Whether tables pass their checks, builds come in time, and sources are filled."
      actions={isAdmin ? <NotificationsLink /> : null}
    >
      <Figures quality={quality.data} />
      {quality.data ? <IncidentList incidents={quality.data.incidents} nameOf={nameOf} /> : null}
      {quality.isPending ? <Skeleton height={110} radius="lg" /> : null}
      <Tabs value={tab} onChange={(next) => setState({ tab: next ?? 'checks' })} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="checks">Checks</Tabs.Tab>
          <Tabs.Tab value="sources">Sources</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="checks">
          <TestsTable
            filter={{ ...filter, page: Number(page) || 1 }}
            onFilter={setState}
            onOpen={setOpened}
            workspaces={workspaces ?? []}
            nameOf={nameOf}
          />
        </Tabs.Panel>
        <Tabs.Panel value="sources">
          <SourcesTable
            sources={quality.data?.sources}
            error={quality.error}
            onRetry={() => void quality.refetch()}
            nameOf={nameOf}
          />
        </Tabs.Panel>
      </Tabs>
      <TestDrawer test={opened} nameOf={nameOf} onClose={() => setOpened(undefined)} />
    </Page>
  );
}

function Figures({ quality }: { readonly quality: ReturnType<typeof useQualityQuery>['data'] }) {
  const loading = quality === undefined;
  const open = quality?.incidents.filter(({ closed_at }) => closed_at === null).length ?? 0;
  const { passed = 0, warned = 0, failed = 0, never = 0 } = quality?.tests ?? {};
  const stale = quality?.sources.filter(({ state }) => state === 'error').length ?? 0;
  const watched = quality?.sources.filter(({ state }) => state !== null).length ?? 0;
  return (
    <KpiRow>
      <Kpi label="Open problems" value={open} loading={loading} icon="bell" />
      <Kpi
        label="Checks that fail"
        value={failed}
        loading={loading}
        icon="circle-x"
        hint={`${warned} with a warning`}
      />
      <Kpi
        label="Checks that pass"
        value={passed}
        loading={loading}
        icon="circle-check"
        hint={never > 0 ? `${never} not run yet` : `of ${passed + warned + failed}`}
      />
      <Kpi
        label="Stale sources"
        value={stale}
        loading={loading}
        icon="hourglass"
        hint={`of ${watched} watched`}
      />
    </KpiRow>
  );
}

function NotificationsLink() {
  return (
    <Button
      component={Link}
      to="/admin/notifications"
      variant="default"
      leftSection={<Icon name="bell" size={15} />}
    >
      Notifications
    </Button>
  );
}
