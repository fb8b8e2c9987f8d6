import type { DbtNode, DbtRun, RunEvent } from '@honeyframe/contract/api';
import type { CommandContext } from '../command-context.ts';
import { countOf } from '../output/format-amount.ts';

const finished: ReadonlySet<DbtNode['state']> = new Set([
  'success',
  'warn',
  'error',
  'fail',
  'skipped',
  'unchanged',
  'pass',
]);

/** Writes a line for each node that has ended, and for each stage of a run as it begins. */
export function createRunReporter(context: CommandContext): (event: RunEvent) => void {
  let stage = '';
  return (event) => {
    if (event.kind === 'node' && finished.has(event.node.state)) context.note(describeNode(event.node));
    if (event.kind !== 'run' || event.run.finished_at !== null) return;
    const current = `${event.run.workspace}: ${event.run.state}`;
    if (current !== stage) context.note(current);
    stage = current;
  };
}

function describeNode({ state, resource_type, name, rows, seconds, message }: DbtNode): string {
  // Of a test these are the rows that fail it; none is what it is for.
  const amount = rows === null || (resource_type === 'test' && rows === 0) ? '' : `, ${countOf(rows, 'row')}`;
  const time = seconds === null ? '' : ` (${seconds.toFixed(2)} s${amount})`;
  const failed = state === 'error' || state === 'fail' || state === 'warn';
  return `  ${state.padEnd(9)} ${resource_type} ${name}${time}${failed && message ? `\n            ${message}` : ''}`;
}

/** How a run ended, or that it waits. */
export function describeRun(run: DbtRun): string {
  const { workspace, state, node_count, done_count, failed_count, error, id } = run;
  if (run.finished_at === null) return `The run of '${workspace}' is ${state}: ${id}`;
  const nodes = `${done_count} of ${countOf(node_count, 'node')} done, ${failed_count} failed`;
  const reason = error ? `\n${error.message}\n${error.hint}` : '';
  return `The run of '${workspace}' ended: ${state}, ${nodes}.${reason}`;
}
