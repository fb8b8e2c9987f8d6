import type { Queries } from '../../../database/index.ts';
import { RunEndStore } from './run-end-store.ts';
import { RunEventStore } from './run-event-store.ts';
import { RunQueueStore } from './run-queue-store.ts';
import { RunStore } from './run-store.ts';

export type { RunLimits } from './find-next-run.ts';
export type { PositionedNode, RunOrigin } from './run-event-store.ts';
export { insertRun, type NewRun } from './run-queue-store.ts';
export { activeStates, type RunError, type RunRow, toRun } from './run-row.ts';
export type { ListRunsQuery } from './run-store.ts';

/** What is stored of runs. */
export interface RunStores {
  readonly queue: RunQueueStore;
  readonly runs: RunStore;
  readonly events: RunEventStore;
  readonly ends: RunEndStore;
}

export function createRunStores(queries: Queries): RunStores {
  return {
    queue: new RunQueueStore(queries),
    runs: new RunStore(queries),
    events: new RunEventStore(queries),
    ends: new RunEndStore(queries),
  };
}
