import type { Dataset } from '@honeyframe/contract/api';
import { useSearchState } from '@honeyframe/sdk/frontend';
import { Button, EmptyState, Icon, Page } from '@honeyframe/sdk/ui';
import { type Column, DataTable, formatSort, numberColumn, parseSort } from '@honeyframe/sdk/ui/table';
import { Link } from 'react-router';
import { FilterSelect } from '../../forms/filter-select.tsx';
import { useWorkspaceOptions } from '../workspaces/use-workspace-options.ts';
import { DatasetName, Freshness, Quality } from './dataset-cells.tsx';
import { PAGE_SIZE, useDatasetsQuery } from './dataset-queries.ts';
import { datasetHref, describeKind, kindWords } from './dataset-words.ts';
import './datasets.css';

const kindOptions = Object.entries(kindWords).map(([value, label]) => ({ value, label }));

const columns: readonly Column<Dataset>[] = [
  { key: 'name', header: 'Name', sortable: true, cell: (dataset) => <DatasetName dataset={dataset} /> },
  { key: 'kind', header: 'What it is', width: 150, hideBelow: 1100, cell: describeKind },
  { key: 'owner_name', header: 'Belongs to', width: 140, hideBelow: 700 },
  {
    key: 'data_as_of',
    header: 'Fresh',
    width: 160,
    sortable: true,
    cell: (dataset) => <Freshness dataset={dataset} />,
  },
  numberColumn('row_count', 'Rows', { width: 110, sortable: true, hideBelow: 700 }),
  {
    key: 'quality',
    header: 'Quality',
    width: 160,
    hideBelow: 1100,
    cell: (dataset) => <Quality dataset={dataset} />,
  },
];

/** Every table that is built or imported: what it is, whose, and how fresh. */
export function DatasetsPage() {
  const [filter, setFilter] = useSearchState({
    search: '',
    workspace: '',
    kind: '',
    sort: 'name',
    page: '1',
  });
  const datasets = useDatasetsQuery(filter);
  const workspaces = useWorkspaceOptions(filter.workspace);
  const filtered = [filter.search, filter.workspace, filter.kind].some(Boolean);
  return (
    <Page
      title="Datasets"
      description="Every table that is built here or imported: what it holds, whose it is, how fresh and how good."
      actions={<LineageButton workspace={filter.workspace} />}
    >
      <DataTable
        label="Datasets"
        columns={columns}
        rows={datasets.data?.rows}
        rowKey={({ id }) => id}
        rowHref={({ id }) => datasetHref(id)}
        loading={datasets.isPlaceholderData}
        error={datasets.error}
        onRetry={() => void datasets.refetch()}
        sort={parseSort(filter.sort)}
        onSort={(sort) => setFilter({ sort: formatSort(sort), page: '1' })}
        search={{
          value: filter.search,
          onChange: (search) => setFilter({ search, page: '1' }),
          placeholder: 'Search names, columns, tags',
        }}
        paging={{
          page: Number(filter.page) || 1,
          pageSize: PAGE_SIZE,
          total: datasets.data?.total,
          onPage: (page) => setFilter({ page: String(page) }),
        }}
        filters={
          <>
            {workspaces.length > 0 ? (
              <FilterSelect
                label="Workspace"
                placeholder="All workspaces"
                width={180}
                data={workspaces}
                value={filter.workspace}
                onChange={(workspace) => setFilter({ workspace, page: '1' })}
              />
            ) : null}
            <FilterSelect
              label="Kind"
              placeholder="Any kind"
              width={170}
              data={kindOptions}
              value={filter.kind}
              onChange={(kind) => setFilter({ kind, page: '1' })}
            />
          </>
        }
        empty={<NoDatasets filtered={filtered} />}
      />
    </Page>
  );
}

function LineageButton({ workspace }: { readonly workspace: string }) {
  return (
    <Button
      component={Link}
      to={workspace ? `/data/lineage?workspace=${encodeURIComponent(workspace)}` : '/data/lineage'}
      variant="default"
      leftSection={<Icon name="workflow" size={15} />}
    >
      Lineage
    </Button>
  );
}

function NoDatasets({ filtered }: { readonly filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState icon="search" title="No dataset fits">
        <p>Try fewer letters, or take a filter away.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon="database" title="There are no datasets yet">
      <p>They appear once the build engine has read the workspaces of your plugins.</p>
    </EmptyState>
  );
}
