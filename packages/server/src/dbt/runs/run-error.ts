import type { PlatformError } from '@honeyframe/contract';
import type { RunState } from '@honeyframe/contract/api';
import type { RunError } from './stores/index.ts';

const cancelCodes: ReadonlySet<string> = new Set([
  'HF_DBT_RUN_CANCELLED',
  'HF_DBT_RUN_STOPPED',
  'HF_DBT_OWNER_DISABLED',
]);

/** How a run ended that met this, or nothing. */
export function toEndState(problem: PlatformError | undefined): RunState {
  if (!problem) return 'success';
  if (problem.code === 'HF_DBT_RUN_LOST') return 'lost';
  return cancelCodes.has(problem.code) ? 'cancelled' : 'error';
}

export function toRunError({ code, message, hint }: PlatformError): RunError {
  return { code, message, hint };
}
