import type {
  DbtRun,
  DbtSchedule,
  WarehouseUse,
  Workspace,
  WorkspaceVersion,
} from '@honeyframe/contract/api';
import {
  Fields,
  formatBytes,
  formatCount,
  formatDateTime,
  formatRelative,
  Tooltip,
} from '@honeyframe/sdk/ui';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { RunState } from '../runs/run-state.tsx';
import { findNextBuild, type NextBuild, useVersionsQuery } from './workspace-queries.ts';

export interface WorkspaceFactsProps {
  readonly workspace: Workspace;
  readonly schedules: readonly DbtSchedule[] | undefined;
  readonly disk: WarehouseUse | undefined;
  /** False where builds change tables in place. */
  readonly hasVersions: boolean;
}

/** What readers see, how it came to be, when it is made anew, and what it takes of the disk. */
export function WorkspaceFacts({ workspace, schedules, disk, hasVersions }: WorkspaceFactsProps) {
  const { slug, data_as_of, last_run } = workspace;
  const versions = useVersionsQuery(slug, hasVersions && data_as_of !== null).data?.versions;
  const file = disk?.files.find(
    ({ kind, name }) => kind === 'workspace' && name === slug.replaceAll('-', '_'),
  );
  return (
    <Fields
      columns={4}
      items={[
        { label: 'Readers see', value: <Published workspace={workspace} versions={versions} /> },
        { label: 'Last build', value: last_run ? <LastBuild run={last_run} /> : 'None yet' },
        {
          label: 'Next build',
          value: schedules ? <Next next={findNextBuild(schedules, slug)} /> : null,
        },
        // A database of its own is not the platform's disk; files of before may still be there.
        ...(hasVersions
          ? [
              {
                label: 'On disk',
                value: file ? (
                  <Fact note={`${formatCount(file.versions, 'version')} kept`}>
                    {formatBytes(file.bytes)}
                  </Fact>
                ) : null,
              },
            ]
          : []),
      ]}
    />
  );
}

/** A fact, with a quieter line below. */
function Fact({ children, note }: { readonly children: ReactNode; readonly note: ReactNode }) {
  return (
    <>
      {children}
      <span className="hf-sub">{note}</span>
    </>
  );
}

interface PublishedProps {
  readonly workspace: Workspace;
  readonly versions: readonly WorkspaceVersion[] | undefined;
}

function Published({ workspace: { data_as_of }, versions }: PublishedProps) {
  if (!data_as_of) return 'Nothing yet';
  const current = versions?.find(({ is_current }) => is_current);
  return (
    <Fact note={current ? `Version ${current.version}` : null}>
      <Tooltip label={formatDateTime(data_as_of)}>
        <time dateTime={data_as_of}>Built {formatRelative(data_as_of)}</time>
      </Tooltip>
    </Fact>
  );
}

function LastBuild({ run }: { readonly run: DbtRun }) {
  return (
    <Fact note={formatRelative(run.finished_at ?? run.queued_at)}>
      <Link to={`/data/runs/${run.id}`} className="hf-workspace-run">
        <RunState run={run} />
      </Link>
    </Fact>
  );
}

function Next({ next }: { readonly next: NextBuild | undefined }) {
  if (!next) {
    return (
      <Fact note="By hand, or after an import">
        <Link to="/data/schedules" className="hf-link">
          Not scheduled
        </Link>
      </Fact>
    );
  }
  return (
    <Fact
      note={
        <Link to="/data/schedules" className="hf-link">
          {next.name}
        </Link>
      }
    >
      <Tooltip label={formatDateTime(next.at)}>
        <time dateTime={next.at}>{formatRelative(next.at)}</time>
      </Tooltip>
    </Fact>
  );
}
