import { PlatformError } from '@honeyframe/contract';
import type { DbtOutcome } from '../dbt-runner.ts';
import type { ExceededBound } from '../runner/run-bounds.ts';
import type { Workspace } from '../workspaces/index.ts';
import { readManifestNodes } from './read-artifacts.ts';
import type { RunRecorder } from './recording/run-recorder.ts';
import type { RunRow } from './stores/index.ts';

/** What dbt said that decides about the whole. */
export interface BuildFacts {
  failure: string | undefined;
  nothingSelected: boolean;
}

export interface Judgement extends BuildFacts {
  readonly row: RunRow;
  readonly recorder: RunRecorder;
  readonly signal: AbortSignal;
  readonly timeout: number;
  /** Everything that is selected may be built already. */
  readonly mayBeEmpty: boolean;
}

/** Throws what went wrong. */
export function requireSuccess(outcome: DbtOutcome, facts: Judgement): void {
  const { recorder, row } = facts;
  if (outcome.timed_out)
    throw new PlatformError('HF_DBT_TIMEOUT', { minutes: Math.round(facts.timeout / 60) });
  if (outcome.exceeded) throw describeExceeded(outcome.exceeded);
  facts.signal.throwIfAborted();
  if (outcome.cancelled) throw new PlatformError('HF_DBT_RUN_STOPPED');
  if (outcome.exit_code === null) {
    throw new PlatformError('HF_DBT_CRASHED', { how: `signal ${outcome.exit_signal ?? 'unknown'}` });
  }
  if (facts.failure) throw new PlatformError('HF_DBT_PARSE_FAILED', { reason: facts.failure });
  if (outcome.exit_code === 1) throw describeFailedNodes(recorder);
  if (outcome.exit_code !== 0) {
    const reason = outcome.stderr || recorder.lastLogLine || `exit code ${outcome.exit_code}`;
    throw new PlatformError('HF_DBT_PARSE_FAILED', { reason });
  }
  // dbt says 0 to this too; a green run that built nothing would hide a mistake.
  if (!facts.mayBeEmpty && (facts.nothingSelected || recorder.run.done_count === 0)) {
    throw new PlatformError('HF_DBT_NOTHING_SELECTED', { selection: row.selection ?? 'everything' });
  }
}

function describeExceeded({ what, limit_bytes }: ExceededBound): PlatformError {
  const megabytes = Math.round(limit_bytes / 1024 ** 2);
  return new PlatformError(what === 'memory' ? 'HF_DBT_MEMORY' : 'HF_DBT_DISK', { megabytes });
}

function describeFailedNodes(recorder: RunRecorder): PlatformError {
  const { failed_count: failed, node_count: nodes } = recorder.run;
  const first = recorder.firstFailure;
  const reason = first ? `${first.name}: ${first.message ?? first.state}` : 'see the log';
  return new PlatformError('HF_DBT_BUILD_FAILED', { failed, nodes, reason });
}

/** DuckDB would read `healthcare.patients` as schema and table, and no longer find `main`. */
export async function requireSafeSchemas({ catalogue }: Workspace, outputFolder: string): Promise<void> {
  const nodes = await readManifestNodes(outputFolder);
  const node = nodes.find(
    ({ schema, resource_type }) => schema?.toLowerCase() === catalogue && !resource_type.endsWith('test'),
  );
  if (node) throw new PlatformError('HF_DBT_SCHEMA_NAME', { node: node.name, schema: node.schema });
}
