import type { DbtNode, DbtRun } from '@honeyframe/contract/api';
import { Button, Drawer, ErrorState, Icon, Skeleton } from '@honeyframe/sdk/ui';
import { useQuery } from '@tanstack/react-query';
import { dbtRunDetailsClient } from '../../api/clients.ts';
import { isLive } from './run-words.ts';

interface NodeDetailsProps {
  readonly run: DbtRun;
  /** Nothing is shown without one. */
  readonly node: DbtNode | undefined;
  readonly onClose: () => void;
}

/** One step of a build: the SQL that was run, and the rows that a check found. */
export function NodeDetails({ run, node, onClose }: NodeDetailsProps) {
  return (
    <Drawer opened={node !== undefined} onClose={onClose} title={node?.name} position="right" size="xl">
      {node ? <Details run={run} node={node} /> : null}
    </Drawer>
  );
}

function Details({ run, node: { unique_id, message } }: { readonly run: DbtRun; readonly node: DbtNode }) {
  const details = useQuery({
    queryKey: ['dbt', 'run', run.id, 'node', unique_id],
    queryFn: ({ signal }) =>
      dbtRunDetailsClient.getNode({ params: { id: run.id }, query: { unique_id }, signal }),
  });
  if (details.error) return <ErrorState error={details.error} onRetry={() => void details.refetch()} />;
  if (!details.data) return <Skeleton height={220} radius="lg" />;
  const { compiled_sql, failing_rows } = details.data;
  return (
    <div className="hf-node-details">
      {message ? <p>{message}</p> : null}
      {failing_rows ? <FailingRows rows={failing_rows.rows} /> : null}
      <h3>SQL</h3>
      {compiled_sql ? (
        <pre className="hf-node-sql">{compiled_sql}</pre>
      ) : (
        <p>{isLive(run.state) ? 'It is there when the build has ended.' : 'It is not kept for this step.'}</p>
      )}
    </div>
  );
}

/** Rows that a check found. */
export function FailingRows({ rows }: { readonly rows: readonly Readonly<Record<string, unknown>>[] }) {
  const columns = Object.keys(rows[0] ?? {});
  return (
    <>
      <h3>Rows that the check found{rows.length >= 100 ? ' (the first 100)' : ''}</h3>
      <div className="hf-failing-rows">
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column}>{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a test have no key, and never move.
              <tr key={index}>
                {columns.map((column) => (
                  <td key={column}>{toText(row[column])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** dbt's own files, for who knows them. */
export function ArtifactLinks({ run }: { readonly run: DbtRun }) {
  if (isLive(run.state)) return null;
  return (
    <div className="hf-artifacts">
      {(['manifest.json', 'run_results.json', 'dbt.jsonl'] as const).map((name) => (
        <Button
          key={name}
          component="a"
          href={`/api/dbt/runs/${run.id}/artifacts/${name}`}
          download={name}
          variant="subtle"
          size="compact-sm"
          leftSection={<Icon name="download" size={13} />}
        >
          {name}
        </Button>
      ))}
    </div>
  );
}
