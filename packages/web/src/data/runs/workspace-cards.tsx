import type { Workspace } from '@honeyframe/contract/api';
import {
  formatDateTime,
  formatRelative,
  Icon,
  Skeleton,
  Status,
  Tooltip,
  useDisclosure,
} from '@honeyframe/sdk/ui';
import { Link } from 'react-router';
import { useWarehouseKind } from '../warehouse/warehouse-queries.ts';
import { isLive, runWords } from './run-words.ts';
import { VersionsDrawer } from './versions-drawer.tsx';

/** Each set of tables: how fresh it is, and whether its last build worked. */
export function WorkspaceCards({ workspaces }: { readonly workspaces: readonly Workspace[] | undefined }) {
  if (!workspaces) return <Skeleton height={92} radius="lg" />;
  return (
    <div className="hf-workspaces">
      {workspaces.map((workspace) => (
        <WorkspaceCard key={workspace.slug} workspace={workspace} />
      ))}
    </div>
  );
}

function WorkspaceCard({ workspace }: { readonly workspace: Workspace }) {
  const { display_name, data_as_of, last_run } = workspace;
  const [opened, versions] = useDisclosure(false);
  const hasVersions = useWarehouseKind() !== 'postgres';
  return (
    <div className="hf-workspace">
      <div className="hf-workspace-head">
        <Icon name="layers" size={15} />
        <span className="hf-workspace-name">{display_name}</span>
        <WorkspaceState workspace={workspace} />
      </div>
      <div className="hf-workspace-note">
        {data_as_of ? (
          <Tooltip label={formatDateTime(data_as_of)}>
            <span>Built {formatRelative(data_as_of)}</span>
          </Tooltip>
        ) : (
          'Not built yet'
        )}
        <span className="hf-workspace-links">
          {data_as_of && hasVersions ? (
            <button type="button" onClick={versions.open}>
              Versions
            </button>
          ) : null}
          {last_run ? <Link to={`/data/runs/${last_run.id}`}>Last build</Link> : null}
        </span>
        <VersionsDrawer workspace={workspace} opened={opened} onClose={versions.close} />
      </div>
    </div>
  );
}

function WorkspaceState({ workspace: { state, message, last_run } }: { readonly workspace: Workspace }) {
  if (state !== 'ready') {
    return (
      <Tooltip label={message ?? 'Not available right now'} multiline maw={360}>
        <span>
          {state === 'waiting' ? (
            <Status tone="neutral" icon="clock">
              Waiting
            </Status>
          ) : (
            <Status tone="warn" icon="triangle-alert">
              Not available
            </Status>
          )}
        </span>
      </Tooltip>
    );
  }
  if (!last_run) return null;
  const { tone, label, icon } = runWords[last_run.state];
  return (
    <Status tone={tone} {...(icon && { icon })}>
      {isLive(last_run.state) ? 'Building' : label}
    </Status>
  );
}
