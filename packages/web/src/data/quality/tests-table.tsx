import type { QualityTest, Workspace } from '@honeyframe/contract/api';
import { EmptyState, formatRelative, Status } from '@honeyframe/sdk/ui';
import { type Column, DataTable } from '@honeyframe/sdk/ui/table';
import { useMemo } from 'react';
import { FilterSelect } from '../../forms/filter-select.tsx';
import { PAGE_SIZE, type TestFilter, useTestsQuery } from './quality-queries.ts';
import { describeTest, testWords } from './quality-words.ts';
import { TestStrip } from './test-strip.tsx';

interface TestsTableProps {
  readonly filter: TestFilter;
  readonly onFilter: (change: { workspace?: string; state?: string; search?: string; page?: string }) => void;
  readonly onOpen: (test: QualityTest) => void;
  readonly workspaces: readonly Workspace[];
  readonly nameOf: (workspace: string) => string;
}

const stateOptions = Object.entries(testWords).map(([value, { label }]) => ({ value, label }));

/** Every check with its last results, those that fail first. */
export function TestsTable({ filter, onFilter, onOpen, workspaces, nameOf }: TestsTableProps) {
  const tests = useTestsQuery(filter);
  const columns = useMemo((): Column<QualityTest>[] => createColumns(nameOf), [nameOf]);
  const filtered = [filter.workspace, filter.state, filter.search].some(Boolean);
  return (
    <DataTable
      label="Checks"
      columns={columns}
      rows={tests.data?.rows}
      rowKey={(test) => `${test.workspace} ${test.unique_id}`}
      onRowClick={onOpen}
      loading={tests.isPlaceholderData}
      error={tests.error}
      onRetry={() => void tests.refetch()}
      search={{
        value: filter.search,
        placeholder: 'Search checks',
        onChange: (search) => onFilter({ search, page: '1' }),
      }}
      paging={{
        page: filter.page,
        pageSize: PAGE_SIZE,
        total: tests.data?.total,
        onPage: (page) => onFilter({ page: String(page) }),
      }}
      filters={
        <>
          <FilterSelect
            label="Tables"
            placeholder="All tables"
            width={180}
            data={workspaces.map(({ slug, display_name }) => ({ value: slug, label: display_name }))}
            value={filter.workspace}
            onChange={(workspace) => onFilter({ workspace, page: '1' })}
          />
          <FilterSelect
            label="Result"
            placeholder="Any result"
            width={150}
            data={stateOptions}
            value={filter.state}
            onChange={(state) => onFilter({ state, page: '1' })}
          />
        </>
      }
      empty={
        <EmptyState icon="circle-check" title={filtered ? 'No check fits these filters' : 'No checks yet'}>
          {filtered ? null : <p>Checks come with the tables of the platform and its plugins.</p>}
        </EmptyState>
      }
    />
  );
}

function createColumns(nameOf: TestsTableProps['nameOf']): Column<QualityTest>[] {
  return [
    {
      key: 'name',
      header: 'Check',
      cell: (test) => (
        <>
          <span className="hf-break">{describeTest(test)}</span>
          <span className="hf-sub">{[test.subject, nameOf(test.workspace)].filter(Boolean).join(' · ')}</span>
        </>
      ),
    },
    { key: 'state', header: 'Last result', width: 150, cell: (test) => <TestState state={test.state} /> },
    {
      key: 'results',
      header: 'Last 30',
      width: 230,
      hideBelow: 700,
      cell: ({ results }) => <TestStrip results={results} />,
    },
    {
      key: 'last_at',
      header: 'When',
      width: 140,
      hideBelow: 1100,
      cell: ({ last_at }) => (last_at ? formatRelative(last_at) : '–'),
    },
  ];
}

export function TestState({ state }: Pick<QualityTest, 'state'>) {
  const { label, tone, icon } = testWords[state];
  return (
    <Status tone={tone} icon={icon}>
      {label}
    </Status>
  );
}
