import type { DbtRun } from '@honeyframe/contract/api';

/** How many steps are done and how many failed, as a bar and as a number. */
export function RunProgress({
  run,
}: {
  readonly run: Pick<DbtRun, 'node_count' | 'done_count' | 'failed_count'>;
}) {
  const { node_count, done_count, failed_count } = run;
  if (node_count === 0) return <span className="hf-nothing">–</span>;
  const good = ((done_count - failed_count) / node_count) * 100;
  const bad = (failed_count / node_count) * 100;
  return (
    <span className="hf-steps">
      <span className="hf-steps-bar" aria-hidden="true">
        <span className="hf-steps-good" style={{ width: `${good}%` }} />
        <span className="hf-steps-bad" style={{ width: `${bad}%` }} />
      </span>
      <span>
        {done_count} of {node_count}
        {failed_count > 0 ? <span className="hf-bad">, {failed_count} failed</span> : null}
      </span>
    </span>
  );
}
