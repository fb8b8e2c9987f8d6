import type { DatasetDetails } from '@honeyframe/contract/api';
import { usePermission } from '@honeyframe/sdk/frontend';
import { EmptyState, formatCount, formatDateTime, formatRelative, Tooltip } from '@honeyframe/sdk/ui';
import { type Column, DataTable } from '@honeyframe/sdk/ui/table';
import { Link } from 'react-router';
import { Word } from './dataset-cells.tsx';
import { describeTest, stateWords } from './dataset-words.ts';

type Check = DatasetDetails['tests_on_it'][number];

const columns: readonly Column<Check>[] = [
  {
    key: 'name',
    header: 'Check',
    cell: ({ name, description }) => (
      <span className="hf-break">
        {capitalise(describeTest(name))}
        {description ? <span className="hf-sub">{description}</span> : null}
      </span>
    ),
  },
  {
    key: 'column',
    header: 'On',
    width: 190,
    hideBelow: 700,
    cell: ({ column }) => (column ? <span className="hf-mono">{column}</span> : <span>The whole table</span>),
  },
  { key: 'state', header: 'Last result', width: 190, cell: (check) => <Outcome check={check} /> },
  { key: 'at', header: 'When', width: 150, cell: (check) => <When check={check} /> },
];

/** The checks on it, and how each ended last. */
export function DatasetChecks({ tests }: { readonly tests: readonly Check[] }) {
  return (
    <DataTable
      label="Checks"
      columns={columns}
      rows={tests}
      rowKey={({ unique_id }) => unique_id}
      maxHeight="none"
      empty={
        <EmptyState icon="flask-conical" title="Nothing checks this table">
          <p>Its author can add checks, such as “never empty” or “no two alike”, to the workspace.</p>
        </EmptyState>
      }
    />
  );
}

// dbt's own tests read as words; those that an author wrote have names of their own.
function capitalise(text: string): string {
  return text.includes('_') ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

function Outcome({ check: { last } }: { readonly check: Check }) {
  if (!last) return <span className="hf-dim">Not run yet</span>;
  const found = last.failures ?? 0;
  return (
    <>
      <Word word={stateWords[last.state]} />
      {found > 0 ? <span className="hf-sub">{formatCount(found, 'row')} found</span> : null}
    </>
  );
}

function When({ check: { last } }: { readonly check: Check }) {
  const maySeeBuilds = usePermission('dbt.read');
  if (!last) return null;
  const age = <time dateTime={last.at}>{formatRelative(last.at)}</time>;
  return (
    <Tooltip label={formatDateTime(last.at)}>
      {maySeeBuilds ? (
        <Link to={`/data/runs/${last.run_id}`} className="hf-link">
          {age}
        </Link>
      ) : (
        age
      )}
    </Tooltip>
  );
}
