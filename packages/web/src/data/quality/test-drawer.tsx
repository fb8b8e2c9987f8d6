import type { QualityTest, TestResult } from '@honeyframe/contract/api';
import {
  Drawer,
  ErrorState,
  Fields,
  formatCount,
  formatDateTime,
  formatRelative,
  Skeleton,
} from '@honeyframe/sdk/ui';
import { FailingRows } from '../runs/node-details.tsx';
import { BuildLink } from './build-link.tsx';
import { useFailingRowsQuery, useTestHistoryQuery } from './quality-queries.ts';
import { describeTest } from './quality-words.ts';
import { TestState } from './tests-table.tsx';

interface TestDrawerProps {
  /** Closed without one. */
  readonly test: QualityTest | undefined;
  readonly nameOf: (workspace: string) => string;
  readonly onClose: () => void;
}

/** One check: what it says, the rows that it found, and how it ended over time. */
export function TestDrawer({ test, nameOf, onClose }: TestDrawerProps) {
  const title = <span className="hf-test-title">{test ? describeTest(test) : ''}</span>;
  return (
    <Drawer opened={test !== undefined} onClose={onClose} position="right" size="lg" title={title}>
      {test ? <Details test={test} nameOf={nameOf} /> : null}
    </Drawer>
  );
}

function Details({ test, nameOf }: { readonly test: QualityTest } & Pick<TestDrawerProps, 'nameOf'>) {
  const history = useTestHistoryQuery(test);
  const found = history.data?.find(({ state }) => state === 'fail' || state === 'warn');
  return (
    <div className="hf-test">
      {test.description ? <p>{test.description}</p> : null}
      <Fields
        items={[
          { label: 'Table', value: test.subject },
          { label: 'Column', value: test.column },
          { label: 'Of', value: nameOf(test.workspace) },
          { label: 'Name', value: <code className="hf-code hf-break">{test.name}</code> },
        ]}
      />
      {history.error ? <ErrorState error={history.error} onRetry={() => void history.refetch()} /> : null}
      {found ? <Found result={found} isLast={found === history.data?.[0]} /> : null}
      <h3>Results</h3>
      {history.data ? <History results={history.data} /> : <Skeleton height={160} radius="lg" />}
    </div>
  );
}

/** The newest result that found rows, whether or not it is the last one. */
function Found({ result, isLast }: { readonly result: TestResult; readonly isLast: boolean }) {
  const { data, error } = useFailingRowsQuery(result.run_id, result.unique_id);
  if (error) return <ErrorState error={error} />;
  if (!data) return <Skeleton height={120} radius="lg" />;
  const when = isLast ? '' : `It passes now; this is of ${formatDateTime(result.at)}.`;
  if (!data.failing_rows) return <p className="hf-dim">{when} The rows that it found are not kept.</p>;
  return (
    <>
      {when ? <p className="hf-dim">{when}</p> : null}
      <FailingRows rows={data.failing_rows.rows} />
    </>
  );
}

function History({ results }: { readonly results: readonly TestResult[] }) {
  if (results.length === 0) return <p className="hf-dim">It has not run yet.</p>;
  return (
    <ul className="hf-test-history">
      {results.map(({ run_id, state, failures, at }) => (
        <li key={run_id}>
          <TestState state={state} />
          <span>{failures ? formatCount(failures, 'row') : ''}</span>
          <span className="hf-dim" title={formatDateTime(at)}>
            {formatRelative(at)}
          </span>
          <BuildLink id={run_id}>Build</BuildLink>
        </li>
      ))}
    </ul>
  );
}
