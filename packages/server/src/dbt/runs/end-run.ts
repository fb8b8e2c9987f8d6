import type { PlatformError } from '@honeyframe/contract';
import type { RunState } from '@honeyframe/contract/api';
import { toRunError } from './run-error.ts';
import { type RunRow, toRun } from './stores/index.ts';
import { type TellRunEndOptions, tellRunEnd } from './tell-run-end.ts';

export interface RunEnding {
  /** States that it may be in; in another one it is left alone. */
  readonly from: readonly RunState[];
  readonly state: RunState;
  /** Null for a success. */
  readonly reason: PlatformError | null;
}

/** Ends a run that no worker holds, and tells those who follow it. False when it was in none of the states. */
export async function endRun(
  row: RunRow,
  { from, state, reason }: RunEnding,
  options: TellRunEndOptions,
): Promise<boolean> {
  const { stores } = options;
  const ended = await stores.queue.finish(row.id, from, { state, error: reason && toRunError(reason) });
  if (!ended) return false;
  await tellRunEnd(ended, options);
  const seq = await stores.events.lastSeq(row.id);
  await stores.events.append(row.id, [{ kind: 'end', seq: seq + 1, run: toRun(ended) }]);
  return true;
}
