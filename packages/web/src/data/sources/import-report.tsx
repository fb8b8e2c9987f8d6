import type { ImportResult } from '@honeyframe/contract/api';
import { Alert, Button, formatCount, formatNumber, Group, Icon, Stack } from '@honeyframe/sdk/ui';
import { Link } from 'react-router';

type ImportedTable = ImportResult['tables'][number];

interface ImportReportProps {
  readonly result: ImportResult;
  readonly onClose: () => void;
}

/** Rows taken and rows refused, table by table, with the reason for each refusal. */
export function ImportReport({ result, onClose }: ImportReportProps) {
  const rejected = result.tables.reduce((sum, table) => sum + table.rejected, 0);
  const rows = result.tables.reduce((sum, table) => sum + table.rows, 0);
  const [run] = result.run_ids;
  return (
    <Stack gap="md">
      <Alert
        color={rejected > 0 ? 'honey' : 'accent'}
        icon={<Icon name={rejected > 0 ? 'triangle-alert' : 'circle-check'} size={18} />}
        title={`${formatCount(rows, 'row')} in ${formatCount(result.tables.length, 'table')}`}
      >
        {rejected > 0
          ? `${formatCount(rejected, 'row')} could not be read and were left out.`
          : 'Every row was read.'}
      </Alert>
      <div className="hf-report">
        <table className="hf-plain-table">
          <thead>
            <tr>
              <th scope="col">Table</th>
              <th scope="col" data-align="right">
                Rows
              </th>
              <th scope="col" data-align="right">
                Left out
              </th>
            </tr>
          </thead>
          <tbody>
            {result.tables.map((table) => (
              <ReportRow key={table.table} table={table} />
            ))}
          </tbody>
        </table>
      </div>
      <Group justify="flex-end">
        {run ? (
          <Button component={Link} to={`/data/runs/${run}`} variant="default">
            Watch the build
          </Button>
        ) : null}
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}

function ReportRow({ table }: { readonly table: ImportedTable }) {
  return (
    <>
      <tr>
        <td>{table.table}</td>
        <td data-align="right">{formatNumber(table.rows)}</td>
        <td data-align="right">
          {table.rejected > 0 ? <span className="hf-warn">{formatNumber(table.rejected)}</span> : '0'}
        </td>
      </tr>
      {table.rejects.length > 0 ? (
        <tr>
          <td colSpan={3}>
            <details className="hf-rejects">
              <summary>Why rows of {table.table} were left out</summary>
              <ul>
                {table.rejects.map(({ line, column, reason }) => (
                  <li key={`${line} ${column} ${reason}`}>
                    Line {formatNumber(line)}
                    {column ? `, ${column}` : ''}: {reason}
                  </li>
                ))}
              </ul>
            </details>
          </td>
        </tr>
      ) : null}
    </>
  );
}
