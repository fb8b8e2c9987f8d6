import type { DbtNode, DbtRun } from '@honeyframe/contract/api';
import { usePermission } from '@honeyframe/sdk/frontend';
import {
  Alert,
  Button,
  ErrorState,
  Fields,
  formatDateTime,
  formatDuration,
  Icon,
  notifyError,
  Page,
  Skeleton,
  Tabs,
  Tooltip,
} from '@honeyframe/sdk/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { dbtClient } from '../../api/clients.ts';
import { useWarehouseKind } from '../warehouse/warehouse-queries.ts';
import { ArtifactLinks, NodeDetails } from './node-details.tsx';
import { NodeList } from './node-list.tsx';
import { RunGantt } from './run-gantt.tsx';
import { RunLog } from './run-log.tsx';
import { RunProgress } from './run-progress.tsx';
import { useResumeBuild, useStartBuild, useWorkspacesQuery } from './run-queries.ts';
import { RunState } from './run-state.tsx';
import { describeTrigger, isLive, secondsOf } from './run-words.ts';
import { useNow } from './use-now.ts';
import { useRunStream } from './use-run-stream.ts';

const back = { label: 'Data builds', to: '/data/runs' };

/** One build, step by step while it runs. */
export function RunPage() {
  const { id = '' } = useParams();
  return <OneRun key={id} id={id} />;
}

function OneRun({ id }: { readonly id: string }) {
  const { stored, run, nodes, log } = useRunStream(id);
  const [selected, setSelected] = useState<string | null>(null);
  const select = ({ unique_id }: DbtNode) => setSelected(unique_id);
  const now = useNow(run !== undefined && isLive(run.state));
  const workspace = useWorkspacesQuery().data?.workspaces.find(({ slug }) => slug === run?.workspace);
  if (stored.error && !run) {
    return (
      <ErrorState
        size="page"
        error={stored.error}
        title="This build could not be loaded"
        onRetry={() => void stored.refetch()}
      />
    );
  }
  if (!run) return <RunSkeleton />;
  return (
    <Page
      back={back}
      title={`Build of ${workspace?.display_name ?? run.workspace}`}
      badge={<RunState run={run} />}
      description={`Started ${formatDateTime(run.queued_at)} · ${describeTrigger(run)}`}
      actions={<RunActions run={run} />}
    >
      <RunFacts run={run} />
      {run.error ? <RunFailure error={run.error} hasTables={Boolean(workspace?.data_as_of)} /> : null}
      <Tabs defaultValue="steps">
        <Tabs.List>
          <Tabs.Tab value="steps">Steps</Tabs.Tab>
          <Tabs.Tab value="times">Times</Tabs.Tab>
          <Tabs.Tab value="log">Log</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="steps" pt="md">
          <NodeList nodes={nodes} run={run} onSelect={select} />
        </Tabs.Panel>
        <Tabs.Panel value="times" pt="md">
          <RunGantt nodes={nodes} now={now} onSelect={select} />
        </Tabs.Panel>
        <Tabs.Panel value="log" pt="md">
          <ArtifactLinks run={run} />
          <RunLog run={run} lines={log} />
        </Tabs.Panel>
      </Tabs>
      <NodeDetails
        run={run}
        node={nodes.find(({ unique_id }) => unique_id === selected)}
        onClose={() => setSelected(null)}
      />
    </Page>
  );
}

function RunFacts({ run }: { readonly run: DbtRun }) {
  const now = useNow(isLive(run.state));
  return (
    <div className="hf-card hf-run-facts">
      <Fields
        columns={4}
        items={[
          { label: 'Steps', value: <RunProgress run={run} /> },
          { label: isLive(run.state) ? 'Running for' : 'Took', value: formatDuration(secondsOf(run, now)) },
          { label: 'Began', value: run.started_at ? formatDateTime(run.started_at) : 'Waits for its turn' },
          { label: 'Ended', value: run.finished_at ? formatDateTime(run.finished_at) : null },
        ]}
      />
    </div>
  );
}

interface RunFailureProps {
  readonly error: NonNullable<DbtRun['error']>;
  /** Of an earlier build. */
  readonly hasTables: boolean;
}

function RunFailure({ error, hasTables }: RunFailureProps) {
  const inPlace = useWarehouseKind() === 'postgres';
  const isSaid = error.hint.includes('readers see');
  const rest = hasTables && !isSaid ? ' Readers still see the tables of the last build that worked.' : '';
  return (
    <Alert color="red" icon={<Icon name="circle-alert" size={18} />} title={error.message} role="alert">
      {inPlace ? 'It worked in place: readers see what it had changed by then.' : `${error.hint}${rest}`}{' '}
      <code className="hf-code">{error.code}</code>
    </Alert>
  );
}

function RunActions({ run }: { readonly run: DbtRun }) {
  const client = useQueryClient();
  const build = useStartBuild();
  const resume = useResumeBuild();
  const cancel = useMutation({
    mutationFn: () => dbtClient.cancelRun({ params: { id: run.id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['dbt'] }),
    onError: (error) => notifyError(error, 'The build could not be cancelled'),
  });
  if (!usePermission('dbt.run')) return null;
  if (isLive(run.state)) {
    return (
      <Button
        variant="default"
        leftSection={<Icon name="square" size={13} />}
        loading={cancel.isPending}
        onClick={() => cancel.mutate()}
      >
        Cancel
      </Button>
    );
  }
  return (
    <>
      {run.state === 'success' ? null : (
        <Button
          leftSection={<Icon name="play" size={13} />}
          loading={resume.isPending}
          onClick={() => resume.mutate(run.id)}
        >
          Resume
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<Icon name="refresh-cw" size={14} />}
        loading={build.isPending}
        onClick={() => build.mutate({ workspace: run.workspace })}
      >
        Build again
      </Button>
      <Tooltip label="Builds every table, also those that nothing has changed for">
        <Button
          variant="default"
          loading={build.isPending}
          onClick={() => build.mutate({ workspace: run.workspace, full: true })}
        >
          Full build
        </Button>
      </Tooltip>
    </>
  );
}

function RunSkeleton() {
  return (
    <Page title="Build" back={back}>
      <Skeleton height={78} radius="lg" />
      <Skeleton height={320} radius="lg" />
    </Page>
  );
}
