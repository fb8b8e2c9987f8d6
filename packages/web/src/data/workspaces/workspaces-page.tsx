import { EmptyState, ErrorState, Page, Skeleton } from '@honeyframe/sdk/ui';
import { EngineBanner } from '../runs/engine-banner.tsx';
import { useWorkspacesQuery } from '../runs/run-queries.ts';
import { useSchedulesQuery } from '../schedules/schedule-queries.ts';
import { InPlaceNote } from '../warehouse/in-place-note.tsx';
import { useWarehouseKind } from '../warehouse/warehouse-queries.ts';
import { DiskUse } from './disk-use.tsx';
import { WorkspaceCard } from './workspace-card.tsx';
import { useDiskQuery } from './workspace-queries.ts';
import './workspaces.css';

/** Each set of tables that is built together: whether it works, how fresh it is, and when it is built next. */
export function WorkspacesPage() {
  const { data, error, refetch } = useWorkspacesQuery();
  const schedules = useSchedulesQuery();
  const disk = useDiskQuery();
  // Builds in a database of its own change tables in place.
  const hasVersions = useWarehouseKind() !== 'postgres';
  return (
    <Page
      title="Workspaces"
      description={`The platform and each plugin bring tables that are built together.${hasVersions ? ' Readers see one version of them at a time, also while the next is built.' : ''}`}
    >
      <InPlaceNote />
      {data ? <EngineBanner engine={data.engine} /> : null}
      {error && !data ? (
        <div className="hf-card">
          <ErrorState
            error={error}
            title="The workspaces could not be loaded"
            onRetry={() => void refetch()}
          />
        </div>
      ) : null}
      {!data && !error ? <Skeleton height={190} radius="lg" /> : null}
      {data?.workspaces.length === 0 ? (
        <div className="hf-card">
          <EmptyState icon="layers" title="No plugin brings tables">
            <p>A plugin does with the line ‘dbt_workspace’ in its manifest.</p>
          </EmptyState>
        </div>
      ) : null}
      <div className="hf-workspaces">
        {data?.workspaces.map((workspace) => (
          <WorkspaceCard
            key={workspace.slug}
            workspace={workspace}
            isEngineReady={data.engine.state === 'ready'}
            schedules={schedules.data}
            disk={disk.data}
            hasVersions={hasVersions}
          />
        ))}
      </div>
      {disk.data ? <DiskUse use={disk.data} /> : null}
    </Page>
  );
}
