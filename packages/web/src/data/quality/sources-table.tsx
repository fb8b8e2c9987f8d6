import type { SourceFreshness } from '@honeyframe/contract/api';
import { EmptyState, formatDateTime, formatRelative, Status, Tooltip } from '@honeyframe/sdk/ui';
import { type Column, DataTable } from '@honeyframe/sdk/ui/table';
import { useMemo } from 'react';
import { describeExpectation, describeFreshness, measureWords } from './quality-words.ts';

interface SourcesTableProps {
  readonly sources: readonly SourceFreshness[] | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly nameOf: (workspace: string) => string;
}

const order = ['error', 'unmeasured', 'warn', 'pass'];

/** What tables are built from, and how old it is; what is too old first. */
export function SourcesTable({ sources, error, onRetry, nameOf }: SourcesTableProps) {
  const columns = useMemo((): Column<SourceFreshness>[] => createColumns(nameOf), [nameOf]);
  const rank = ({ state }: SourceFreshness) => (state ? order.indexOf(state) : order.length);
  const sorted = sources && [...sources].sort((a, b) => rank(a) - rank(b));
  return (
    <DataTable
      label="Sources"
      columns={columns}
      rows={sorted}
      rowKey={(source) => `${source.workspace} ${source.unique_id}`}
      error={error}
      onRetry={onRetry}
      empty={
        <EmptyState icon="database" title="No sources yet">
          <p>They show up here when dbt has read the tables' definitions.</p>
        </EmptyState>
      }
    />
  );
}

function createColumns(nameOf: SourcesTableProps['nameOf']): Column<SourceFreshness>[] {
  return [
    {
      key: 'relation',
      header: 'Source',
      cell: ({ relation, workspace }) => (
        <>
          <span className="hf-break">{relation}</span>
          <span className="hf-sub">
            read by {nameOf(workspace)} · <DbtFile workspace={workspace} />
          </span>
        </>
      ),
    },
    { key: 'state', header: 'State', width: 170, cell: (source) => <Freshness source={source} /> },
    { key: 'age', header: 'Newest rows', width: 150, cell: (source) => <Age source={source} /> },
    {
      key: 'expected',
      header: 'Expected',
      hideBelow: 700,
      cell: (source) => describeExpectation(source) || <span className="hf-dim">–</span>,
    },
  ];
}

/** The same as dbt's own tools read it. */
function DbtFile({ workspace }: { readonly workspace: string }) {
  return (
    <a
      className="hf-link"
      href={`/api/dbt/workspaces/${encodeURIComponent(workspace)}/sources.json`}
      download={`${workspace}-sources.json`}
    >
      sources.json
    </a>
  );
}

function Freshness({ source }: { readonly source: SourceFreshness }) {
  const { label, tone, icon } = describeFreshness(source);
  const status = (
    <span>
      <Status tone={tone} icon={icon}>
        {label}
      </Status>
    </span>
  );
  if (!source.problem) return status;
  return (
    <Tooltip label={source.problem} multiline maw={360}>
      {status}
    </Tooltip>
  );
}

/** Where no column says when rows were loaded, the platform's own time of the import serves. */
function Age({ source: { data_as_of, measured_by } }: { readonly source: SourceFreshness }) {
  if (!data_as_of) return <span className="hf-dim">–</span>;
  return (
    <Tooltip label={`${formatDateTime(data_as_of)}, ${measureWords[measured_by]}`}>
      <span>{formatRelative(data_as_of)}</span>
    </Tooltip>
  );
}
