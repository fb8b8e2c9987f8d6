import type { DatasetColumn } from '@honeyframe/contract/api';
import { Badge, EmptyState } from '@honeyframe/sdk/ui';
import { type Column, DataTable } from '@honeyframe/sdk/ui/table';
import { useState } from 'react';
import { describeTest } from './dataset-words.ts';

const SEARCHED_FROM = 12;

const shown: readonly Column<DatasetColumn>[] = [
  { key: 'name', header: 'Column', width: 260, cell: (column) => <ColumnName column={column} /> },
  {
    key: 'type',
    header: 'Type',
    width: 120,
    cell: ({ type }) => (type ? <span className="hf-mono hf-dim">{type.toLowerCase()}</span> : null),
  },
  {
    key: 'description',
    header: 'What it is',
    hideBelow: 700,
    cell: ({ description }) => description,
  },
  {
    key: 'tests',
    header: 'Checks',
    width: 230,
    hideBelow: 700,
    cell: ({ tests }) => (tests.length > 0 ? <Checks tests={tests} /> : null),
  },
];

/** Its columns; with many of them a search beside. */
export function DatasetColumns({ columns }: { readonly columns: readonly DatasetColumn[] }) {
  const [text, setText] = useState('');
  const wanted = text.toLowerCase();
  const rows = columns.filter(({ name, description }) =>
    `${name} ${description}`.toLowerCase().includes(wanted),
  );
  return (
    <DataTable
      label="Columns"
      columns={shown}
      rows={rows}
      rowKey={({ name }) => name}
      maxHeight="none"
      {...(columns.length >= SEARCHED_FROM && {
        search: { value: text, onChange: setText, placeholder: 'Search columns' },
      })}
      empty={
        <EmptyState icon="list" title={text ? 'No column fits' : 'Its columns are not known yet'}>
          {text ? null : <p>They are described by its author, or read once it is built.</p>}
        </EmptyState>
      }
    />
  );
}

/** On a phone what it is stands below its name. */
function ColumnName({ column: { name, description } }: { readonly column: DatasetColumn }) {
  return (
    <>
      <span className="hf-mono">{name}</span>
      <span className="hf-sub hf-column-note">{description}</span>
    </>
  );
}

function Checks({ tests }: { readonly tests: readonly string[] }) {
  return (
    <span className="hf-names">
      {tests.map((test) => (
        <Badge key={test} variant="light" color="gray" tt="none" title={test}>
          {describeTest(test)}
        </Badge>
      ))}
    </span>
  );
}
