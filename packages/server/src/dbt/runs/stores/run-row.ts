import type { DbtCommandName, DbtRun, RunState } from '@honeyframe/contract/api';
import type { Selectable } from 'kysely';
import type { Tables } from '../../../database/index.ts';

export type RunRow = Selectable<Tables['dbt_runs']>;

export type RunError = NonNullable<DbtRun['error']>;

/** States of a run whose process must be alive. */
export const activeStates: readonly RunState[] = ['parsing', 'running', 'publishing'];

/** A run as people see it. */
export function toRun(row: RunRow): DbtRun {
  const { id, workspace, trigger, requested_by, node_count, done_count, failed_count, resumed_from } = row;
  return {
    ...{ id, workspace, trigger, requested_by, node_count, done_count, failed_count, resumed_from },
    state: row.state as RunState,
    queued_at: row.queued_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
    error: row.error as RunError | null,
    full: row.is_full,
    command: row.command as DbtCommandName,
  };
}
