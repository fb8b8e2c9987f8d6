import { usePermission } from '@honeyframe/sdk/frontend';
import { Button, Icon, useDisclosure } from '@honeyframe/sdk/ui';
import { Link } from 'react-router';
import { useStartBuild } from '../runs/run-queries.ts';
import { isLive } from '../runs/run-words.ts';
import { VersionsDrawer } from './versions-drawer.tsx';
import { WorkspaceFacts, type WorkspaceFactsProps } from './workspace-facts.tsx';
import { WorkspaceProblem } from './workspace-problem.tsx';
import { WorkspaceState } from './workspace-state.tsx';

interface WorkspaceCardProps extends WorkspaceFactsProps {
  readonly isEngineReady: boolean;
}

/** One set of tables. */
export function WorkspaceCard(props: WorkspaceCardProps) {
  const { workspace, isEngineReady, hasVersions } = props;
  const [opened, versions] = useDisclosure(false);
  return (
    <section className="hf-card" data-padding="none" aria-label={workspace.display_name}>
      <header className="hf-workspace-head">
        <div className="hf-workspace-title">
          <h2>{workspace.display_name}</h2>
          <WorkspaceState workspace={workspace} />
        </div>
        <div className="hf-workspace-actions">
          {workspace.data_as_of && hasVersions ? (
            <Button variant="default" leftSection={<Icon name="history" size={14} />} onClick={versions.open}>
              Versions
            </Button>
          ) : null}
          <BuildButton workspace={workspace} isEngineReady={isEngineReady} />
        </div>
      </header>
      <WorkspaceProblem workspace={workspace} />
      <div className="hf-workspace-body">
        <WorkspaceFacts {...props} />
      </div>
      <WorkspaceLinks workspace={workspace} hasDocs={workspace.data_as_of !== null} />
      <VersionsDrawer workspace={workspace} opened={opened} onClose={versions.close} />
    </section>
  );
}

function BuildButton({ workspace, isEngineReady }: Pick<WorkspaceCardProps, 'workspace' | 'isEngineReady'>) {
  const build = useStartBuild();
  const { slug, state, last_run } = workspace;
  if (!usePermission('dbt.run')) return null;
  const isBuilding = last_run !== null && isLive(last_run.state);
  return (
    <Button
      variant="default"
      leftSection={<Icon name="play" size={13} />}
      disabled={!isEngineReady || state !== 'ready' || isBuilding}
      loading={build.isPending}
      onClick={() => build.mutate({ workspace: slug })}
    >
      {isBuilding ? 'Building' : 'Build'}
    </Button>
  );
}

interface WorkspaceLinksProps {
  readonly workspace: WorkspaceCardProps['workspace'];
  /** dbt documents what is built. */
  readonly hasDocs: boolean;
}

function WorkspaceLinks({ workspace: { slug }, hasDocs }: WorkspaceLinksProps) {
  const maySeeDatasets = usePermission('dataset.read');
  const query = `?workspace=${encodeURIComponent(slug)}`;
  return (
    <nav className="hf-workspace-links" aria-label="More of it">
      {maySeeDatasets ? (
        <>
          <Link className="hf-link" to={`/data/datasets${query}`}>
            Datasets
          </Link>
          <Link className="hf-link" to={`/data/lineage${query}`}>
            Lineage
          </Link>
        </>
      ) : null}
      <Link className="hf-link" to={`/data/runs${query}`}>
        Builds
      </Link>
      {hasDocs ? (
        <a
          className="hf-link"
          href={`/api/dbt/workspaces/${slug}/docs/`}
          target="_blank"
          rel="noopener noreferrer"
        >
          dbt's docs
        </a>
      ) : null}
    </nav>
  );
}
