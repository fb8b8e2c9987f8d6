import type { Workspace, WorkspaceVersion } from '@honeyframe/contract/api';
import { usePermission } from '@honeyframe/sdk/frontend';
import {
  Button,
  Drawer,
  ErrorState,
  formatBytes,
  formatDateTime,
  notifyError,
  notifySuccess,
  Skeleton,
  Status,
} from '@honeyframe/sdk/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { dbtVersionsClient } from '../../api/clients.ts';
import { useDiskQuery, useVersionsQuery } from './workspace-queries.ts';

interface VersionsDrawerProps {
  readonly workspace: Workspace;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Versions of one set of tables, and the way back to one. */
export function VersionsDrawer({ workspace, opened, onClose }: VersionsDrawerProps) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={`Versions of ${workspace.display_name}`}
      position="right"
      size="lg"
    >
      {opened ? <Versions slug={workspace.slug} /> : null}
    </Drawer>
  );
}

function Versions({ slug }: { readonly slug: string }) {
  const versions = useVersionsQuery(slug, true);
  const use = useDiskQuery();
  if (versions.error) return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />;
  if (!versions.data) return <Skeleton height={180} radius="lg" />;
  return (
    <>
      <p>
        Readers see one version. Going back changes it at once, for these tables alone; the next build begins
        with the version that you go back to.
      </p>
      <ul className="hf-versions">
        {versions.data.versions.map((version) => (
          <VersionRow key={version.version} slug={slug} version={version} />
        ))}
      </ul>
      {use.data ? (
        <p className="hf-menu-note">
          All data of this organisation takes {formatBytes(use.data.bytes)} of the disk,{' '}
          {formatBytes(use.data.bytes - use.data.current_bytes)} of it for earlier versions.
        </p>
      ) : null}
    </>
  );
}

function VersionRow({ slug, version }: { readonly slug: string; readonly version: WorkspaceVersion }) {
  const client = useQueryClient();
  const mayRollBack = usePermission('dbt.run');
  const rollBack = useMutation({
    mutationFn: () => dbtVersionsClient.rollBack({ params: { slug }, body: { version: version.version } }),
    onSuccess: async () => {
      await client.invalidateQueries();
      notifySuccess(`Readers see version ${version.version} now`);
    },
    onError: (error) => notifyError(error, 'The tables were not rolled back'),
  });
  return (
    <li>
      <span>
        Version {version.version}
        <span className="hf-menu-note">
          {' '}
          · {formatDateTime(version.built_at)} · {formatBytes(version.bytes)}
          {version.run_id ? (
            <>
              {' · '}
              <Link to={`/data/runs/${version.run_id}`}>Build</Link>
            </>
          ) : null}
        </span>
      </span>
      {version.is_current ? (
        <Status tone="good" icon="circle-check">
          Readers see this
        </Status>
      ) : mayRollBack ? (
        <Button
          variant="default"
          size="compact-sm"
          loading={rollBack.isPending}
          onClick={() => rollBack.mutate()}
        >
          Roll back
        </Button>
      ) : null}
    </li>
  );
}
