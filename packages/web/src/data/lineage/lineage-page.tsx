import type { Lineage } from '@honeyframe/contract/api';
import { Alert, Button, EmptyState, ErrorState, Icon, Page, Skeleton } from '@honeyframe/sdk/ui';
import { Link } from 'react-router';
import { LineagePicture } from './lineage-picture.tsx';
import { useLineageQuery } from './lineage-queries.ts';
import { useLineageState } from './use-lineage-state.ts';
import './lineage-page.css';

/** What comes from what: from what is imported, over the tables that are built, to the dashboards that show it. */
export function LineagePage() {
  const [state, setState] = useLineageState();
  const { data, error, refetch } = useLineageQuery({
    workspace: state.workspace,
    withTests: state.tests !== '',
  });
  return (
    <Page
      title="Lineage"
      description="What each table is made of and what is made of it, from imported data on the left to dashboards on the right."
      actions={<ListButton workspace={state.workspace} />}
    >
      {data ? <Incomplete workspaces={data.incomplete} /> : null}
      {error && !data ? (
        <div className="hf-card">
          <ErrorState error={error} title="The lineage could not be loaded" onRetry={() => void refetch()} />
        </div>
      ) : null}
      {!data && !error ? <Skeleton className="hf-lineage-waiting" radius="lg" /> : null}
      {data && data.nodes.length === 0 && state.workspace === '' ? <NothingYet /> : null}
      {data && (data.nodes.length > 0 || state.workspace !== '') ? (
        <LineagePicture lineage={data} state={state} onChange={setState} />
      ) : null}
    </Page>
  );
}

/** The same as a list: for who cannot see a picture, or rather reads. */
function ListButton({ workspace }: { readonly workspace: string }) {
  return (
    <Button
      component={Link}
      to={workspace ? `/data/datasets?workspace=${encodeURIComponent(workspace)}` : '/data/datasets'}
      variant="default"
      leftSection={<Icon name="list" size={15} />}
    >
      Show as a list
    </Button>
  );
}

function NothingYet() {
  return (
    <div className="hf-card">
      <EmptyState icon="workflow" title="There is nothing to draw yet">
        <p>The picture appears once the build engine has read the workspaces of your plugins.</p>
      </EmptyState>
    </div>
  );
}

function Incomplete({ workspaces }: { readonly workspaces: Lineage['incomplete'] }) {
  if (workspaces.length === 0) return null;
  const names = new Intl.ListFormat('en').format(workspaces.map(({ display_name }) => display_name));
  const messages = new Set(workspaces.flatMap(({ message }) => message ?? []));
  return (
    <Alert
      color="honey"
      icon={<Icon name="triangle-alert" size={18} />}
      title={`Not all of ${names} is shown`}
    >
      {messages.size === 1
        ? messages
        : 'What is missing, or as it was when it could last be read, belongs to workspaces that cannot be built now.'}{' '}
      <Link className="hf-link" to="/data/workspaces">
        Workspaces
      </Link>{' '}
      says more.
    </Alert>
  );
}
