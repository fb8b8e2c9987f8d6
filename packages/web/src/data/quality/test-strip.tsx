import type { QualityTest } from '@honeyframe/contract/api';
import { formatDateTime } from '@honeyframe/sdk/ui';
import { describeResults, testWords } from './quality-words.ts';

/** The last results of a check, one mark each, oldest first; a failure is also taller. */
export function TestStrip({ results }: Pick<QualityTest, 'results'>) {
  return (
    <span className="hf-strip" role="img" aria-label={describeResults(results)}>
      {results.map(({ run_id, state, failures, at }) => (
        <span
          key={run_id}
          data-state={state}
          title={`${testWords[state].label}${failures ? ` (${failures} rows)` : ''} · ${formatDateTime(at)}`}
        />
      ))}
    </span>
  );
}
