import type { DatasetDetails } from '@honeyframe/contract/api';
import { usePermission, useSearchState } from '@honeyframe/sdk/frontend';
import { Button, ErrorState, Icon, Page, Skeleton, Tabs } from '@honeyframe/sdk/ui';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { Closed } from '../../shell/require-permission.tsx';
import { Word } from './dataset-cells.tsx';
import { DatasetChecks } from './dataset-checks.tsx';
import { DatasetColumns } from './dataset-columns.tsx';
import { DatasetNeighbours } from './dataset-neighbours.tsx';
import { DatasetOverview } from './dataset-overview.tsx';
import { DatasetPreview } from './dataset-preview.tsx';
import { useDatasetQuery } from './dataset-queries.ts';
import { DatasetSql } from './dataset-sql.tsx';
import { describeKind, describeState, lineageHref } from './dataset-words.ts';
import './dataset-page.css';

const back = { label: 'Datasets', to: '/data/datasets' };

/** One dataset: what it holds, how fresh and how good it is, where it comes from and who uses it. */
export function DatasetPage() {
  const { id = '' } = useParams();
  const { data: dataset, error, refetch } = useDatasetQuery(id);
  if (error && !dataset) {
    return (
      <ErrorState
        size="page"
        error={error}
        title="This dataset could not be loaded"
        onRetry={() => void refetch()}
      />
    );
  }
  if (!dataset) {
    return (
      <Page title="Dataset" back={back}>
        <Skeleton height={40} width={420} radius="lg" />
        <Skeleton height={320} radius="lg" />
      </Page>
    );
  }
  return (
    <Page
      title={dataset.name}
      back={back}
      badge={<Word word={describeState(dataset)} />}
      description={`${describeKind(dataset)} of ${dataset.owner_name}`}
      {...(dataset.data_as_of && { dataAsOf: dataset.data_as_of })}
      actions={<Actions dataset={dataset} />}
    >
      <DatasetTabs dataset={dataset} />
    </Page>
  );
}

function Actions({ dataset: { id, last_run_id } }: { readonly dataset: DatasetDetails }) {
  const maySeeBuilds = usePermission('dbt.read');
  return (
    <>
      {last_run_id && maySeeBuilds ? (
        <Button component={Link} to={`/data/runs/${last_run_id}`} variant="default">
          Last build
        </Button>
      ) : null}
      <Button
        component={Link}
        to={lineageHref(id)}
        variant="default"
        leftSection={<Icon name="workflow" size={15} />}
      >
        Show in lineage
      </Button>
    </>
  );
}

function DatasetTabs({ dataset }: { readonly dataset: DatasetDetails }) {
  const [{ tab }, setState] = useSearchState({ tab: 'overview' });
  const mayPreview = usePermission('dataset.preview');
  const { columns, upstream, downstream, tests_on_it: tests } = dataset;
  return (
    <Tabs value={tab} onChange={(next) => setState({ tab: next ?? 'overview' })} keepMounted={false}>
      <Tabs.List className="hf-scroll-tabs">
        <Tabs.Tab value="overview">Overview</Tabs.Tab>
        <CountTab value="columns" label="Columns" count={columns.length} />
        <Tabs.Tab value="preview">Preview</Tabs.Tab>
        <CountTab value="lineage" label="Lineage" count={upstream.length + downstream.length} />
        <CountTab value="quality" label="Quality" count={tests.length} />
        <Tabs.Tab value="sql">SQL</Tabs.Tab>
      </Tabs.List>
      <Panel value="overview">
        <DatasetOverview dataset={dataset} />
      </Panel>
      <Panel value="columns">
        <DatasetColumns columns={columns} />
      </Panel>
      <Panel value="preview">
        {mayPreview ? (
          <DatasetPreview dataset={dataset} />
        ) : (
          <div className="hf-card">
            <Closed permission="dataset.preview" part={`the rows of ${dataset.name}`} />
          </div>
        )}
      </Panel>
      <Panel value="lineage">
        <DatasetNeighbours dataset={dataset} />
      </Panel>
      <Panel value="quality">
        <DatasetChecks tests={tests} />
      </Panel>
      <Panel value="sql">
        <DatasetSql dataset={dataset} />
      </Panel>
    </Tabs>
  );
}

interface CountTabProps {
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

function CountTab({ value, label, count }: CountTabProps) {
  return (
    <Tabs.Tab value={value}>
      {label} {count > 0 ? <span className="hf-tab-count">{count}</span> : null}
    </Tabs.Tab>
  );
}

function Panel({ value, children }: { readonly value: string; readonly children: ReactNode }) {
  return (
    <Tabs.Panel value={value} pt="md">
      {children}
    </Tabs.Panel>
  );
}
