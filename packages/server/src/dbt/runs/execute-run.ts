import { PlatformError } from '@honeyframe/contract';
import type { WarehouseFile, WarehouseFiles } from '../../warehouse/index.ts';
import type { DbtOutcome, DbtRunner } from '../dbt-runner.ts';
import type { RunRow } from '../dbt-store.ts';
import type { DbtEvent } from '../runner/dbt-event.ts';
import { type DbtWorkspaces, PLATFORM_WORKSPACE, type Workspace } from '../workspaces/index.ts';
import { readManifestNodes, readResults, toEventNode } from './read-artifacts.ts';
import { fillRunFolder, keepParseCache, tidyOutput } from './run-folder.ts';
import type { RunRecorder } from './run-recorder.ts';

export interface ExecuteRunOptions {
  readonly row: RunRow;
  readonly recorder: RunRecorder;
  readonly bin: string;
  readonly workspaces: DbtWorkspaces;
  readonly files: WarehouseFiles;
  readonly runner: DbtRunner;
  readonly refreshExtract: (orgId: string) => Promise<unknown>;
  readonly outputFolder: string;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

/** Builds one workspace for one organisation and publishes it. Throws what went wrong; then readers see nothing new. */
export async function executeRun(options: ExecuteRunOptions): Promise<void> {
  const { row, workspaces, files } = options;
  const workspace = await workspaces.loadForRun(row.workspace);
  if (workspace.slug === PLATFORM_WORKSPACE) await options.refreshExtract(row.org_id);
  const hold = await files.holdSet(row.org_id, workspace.reads);
  try {
    requireSources(workspace, hold.files);
    await buildAndPublish(workspace, hold.files, options);
  } finally {
    hold.release();
  }
}

async function buildAndPublish(
  workspace: Workspace,
  sources: readonly WarehouseFile[],
  options: ExecuteRunOptions,
): Promise<void> {
  const { row, recorder, files, outputFolder } = options;
  const name = workspace.catalogue;
  await using draft = await files.createDraft(row.org_id, name);
  const own = await files.holdSet(row.org_id, [name]);
  const [current] = own.files;
  const workFolder = draft.folder;
  const { draft_file } = await fillRunFolder({
    workspace,
    current,
    sources,
    workFolder,
    outputFolder,
  }).finally(own.release);
  await build(workspace, sources, workFolder, options);
  await recorder.beginPublishing();
  options.signal.throwIfAborted();
  await files.publish({
    orgId: row.org_id,
    kind: 'workspace',
    name,
    draftFile: draft_file,
    base: current?.id ?? null,
    details: { run_id: row.id, workspace_version: workspace.staged?.hash ?? null },
  });
}

async function build(
  workspace: Workspace,
  sources: readonly WarehouseFile[],
  workFolder: string,
  options: ExecuteRunOptions,
): Promise<void> {
  const { row, recorder, outputFolder, signal } = options;
  const seen = createObserver(options);
  const outcome = await options.runner.build({
    bin: options.bin,
    project_folder: workspace.staged?.project_folder ?? '',
    work_folder: workFolder,
    output_folder: outputFolder,
    readable: sources.map((source) => source.path),
    select: row.selection ?? undefined,
    timeout_seconds: options.timeoutSeconds,
    signal,
    onEvent: seen.onEvent,
  });
  await seen.settled();
  if (outcome.exit_code === 0 || outcome.exit_code === 1) await keepParseCache(workspace, outputFolder);
  await addMissingResults(recorder, outputFolder);
  await tidyOutput(outputFolder);
  requireSuccess(outcome, { ...options, ...seen.facts, timeout: options.timeoutSeconds });
  await requireSafeSchemas(workspace, outputFolder);
}

interface BuildFacts {
  failure: string | undefined;
  nothingSelected: boolean;
}

/** Hands dbt's events to the recorder, and keeps what decides about the whole. */
function createObserver({ recorder, row, outputFolder }: ExecuteRunOptions) {
  const facts: BuildFacts = { failure: undefined, nothingSelected: false };
  let expecting: Promise<void> | undefined;
  const expectNodes = async () => {
    const nodes = await readManifestNodes(outputFolder);
    recorder.expectNodes(nodes.map(toEventNode));
  };
  const onEvent = (event: DbtEvent) => {
    if (event.kind === 'failure') facts.failure ??= event.message;
    if (event.kind === 'nothing_selected') facts.nothingSelected = true;
    // With a selection only dbt knows which of them it will come to. The manifest is written again at the end.
    if (event.kind === 'manifest_written' && row.selection === null) expecting ??= expectNodes();
    recorder.record(event);
  };
  return { onEvent, facts, settled: async () => await expecting };
}

async function addMissingResults(recorder: RunRecorder, outputFolder: string): Promise<void> {
  const unfinished = new Set(
    recorder.nodes
      .filter(({ state }) => state === 'queued' || state === 'running')
      .map((node) => node.unique_id),
  );
  const known = new Set(recorder.nodes.map((node) => node.unique_id));
  for (const result of await readResults(outputFolder, new Date().toISOString())) {
    const id = result.node.unique_id;
    if (unfinished.has(id) || !known.has(id)) recorder.record(result);
  }
}

interface Judgement extends BuildFacts {
  readonly row: RunRow;
  readonly recorder: RunRecorder;
  readonly signal: AbortSignal;
  readonly timeout: number;
}

function requireSuccess(outcome: DbtOutcome, facts: Judgement): void {
  const { recorder, row } = facts;
  if (outcome.timed_out)
    throw new PlatformError('HF_DBT_TIMEOUT', { minutes: Math.round(facts.timeout / 60) });
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
  if (facts.nothingSelected || recorder.run.done_count === 0) {
    throw new PlatformError('HF_DBT_NOTHING_SELECTED', { selection: row.selection ?? 'everything' });
  }
}

function describeFailedNodes(recorder: RunRecorder): PlatformError {
  const { failed_count: failed, node_count: nodes } = recorder.run;
  const first = recorder.firstFailure;
  const reason = first ? `${first.name}: ${first.message ?? first.state}` : 'see the log';
  return new PlatformError('HF_DBT_BUILD_FAILED', { failed, nodes, reason });
}

/** DuckDB would read `healthcare.patients` as schema and table, and no longer find `main`. */
async function requireSafeSchemas({ catalogue }: Workspace, outputFolder: string): Promise<void> {
  const nodes = await readManifestNodes(outputFolder);
  const node = nodes.find(
    ({ schema, resource_type }) => schema?.toLowerCase() === catalogue && !resource_type.endsWith('test'),
  );
  if (node) throw new PlatformError('HF_DBT_SCHEMA_NAME', { node: node.name, schema: node.schema });
}

function requireSources(workspace: Workspace, found: readonly WarehouseFile[]): void {
  const names = new Set(found.map((file) => file.name));
  const missing = workspace.reads.filter((name) => !names.has(name));
  if (missing.length === 0) return;
  throw new PlatformError('HF_DBT_SOURCE_MISSING', {
    workspace: workspace.slug,
    names: missing.join("', '"),
  });
}
