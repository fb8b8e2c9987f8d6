import { PlatformError } from '@honeyframe/contract';
import type { PostgresParts, WarehouseFiles } from '../../warehouse/index.ts';
import type { BuiltNode, BuiltNodesStore } from '../changes/index.ts';
import type { DbtRunner } from '../dbt-runner.ts';
import { sampleFailures } from '../quality/sample-failures.ts';
import type { TestResults } from '../quality/test-results.ts';
import type { DbtEvent } from '../runner/dbt-event.ts';
import type { DbtWorkspaces, Workspace } from '../workspaces/index.ts';
import { type BuildFacts, requireSuccess } from './judge-build.ts';
import { type ManifestNode, readManifestNodes, readResults, toEventNode } from './read-artifacts.ts';
import type { UnchangedNode } from './recording/recorded-nodes.ts';
import type { RunRecorder } from './recording/run-recorder.ts';
import { tidyOutput } from './run-folder.ts';
import type { DbtLog } from './runs-options.ts';
import type { RunRow, RunStores } from './stores/index.ts';
import { openRunWarehouse } from './warehouse/open-run-warehouse.ts';
import type { RunWarehouse } from './warehouse/run-warehouse.ts';

export interface ExecuteRunOptions {
  readonly row: RunRow;
  readonly recorder: RunRecorder;
  readonly stores: RunStores;
  readonly builtNodes: BuiltNodesStore;
  readonly testResults: TestResults;
  readonly bin: string;
  readonly workspaces: DbtWorkspaces;
  readonly files: WarehouseFiles;
  readonly postgres?: PostgresParts | undefined;
  readonly runner: DbtRunner;
  readonly log: DbtLog;
  readonly refreshExtract: (orgId: string) => Promise<unknown>;
  readonly outputFolder: string;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

/** Builds one workspace for one organisation and publishes it. Throws what went wrong; then readers of files see nothing new. */
export async function executeRun(options: ExecuteRunOptions): Promise<void> {
  const { row, recorder, workspaces, signal } = options;
  const workspace = await workspaces.loadForRun(row.workspace);
  await using warehouse = await openRunWarehouse({ ...options, workspace });
  try {
    await build(workspace, warehouse, options).finally(() => recordTests(warehouse, options));
    await recorder.beginPublishing();
    signal.throwIfAborted();
    await warehouse.publish();
  } catch (error) {
    // What filled the disk would go on filling it.
    if (!(error instanceof PlatformError && error.code === 'HF_DBT_DISK')) await warehouse.keep();
    throw error;
  }
}

/** Also of a build that failed: that is when somebody looks. What cannot be recorded does not end the build. */
async function recordTests(warehouse: RunWarehouse, options: ExecuteRunOptions): Promise<void> {
  const { row, recorder, testResults, outputFolder, signal } = options;
  const sample: RunWarehouse['sample'] = (sql, limits) => warehouse.sample(sql, limits);
  const asked = signal.aborted ? undefined : sample;
  try {
    await testResults.save(row, await sampleFailures({ nodes: recorder.nodes, outputFolder, sample: asked }));
  } catch (error) {
    options.log.warn({ err: error, run_id: row.id }, 'Results of tests were not recorded.');
  }
}

/** What dbt's own commands of these names take. */
const resourceTypes: Readonly<Record<string, readonly string[]>> = {
  run: ['model'],
  test: ['test', 'unit_test'],
};

async function build(
  workspace: Workspace,
  warehouse: RunWarehouse,
  options: ExecuteRunOptions,
): Promise<void> {
  const { row, recorder, outputFolder, signal } = options;
  const seen = createObserver(options, warehouse);
  const outcome = await options.runner.build({
    bin: options.bin,
    project_folder: workspace.staged?.project_folder ?? '',
    work_folder: warehouse.workFolder,
    output_folder: outputFolder,
    ...warehouse.access,
    select: row.selection ?? undefined,
    resource_types: resourceTypes[row.command],
    timeout_seconds: options.timeoutSeconds,
    signal,
    onEvent: seen.onEvent,
  });
  await seen.settled();
  if (outcome.exit_code === 0 || outcome.exit_code === 1) await warehouse.keepParse();
  await addMissingResults(recorder, outputFolder);
  await tidyOutput(outputFolder);
  const mayBeEmpty =
    warehouse.resumed !== undefined || recorder.nodes.some(({ state }) => state === 'unchanged');
  requireSuccess(outcome, { ...options, ...seen.facts, timeout: options.timeoutSeconds, mayBeEmpty });
  await warehouse.requireReadable();
}

/** Hands dbt's events to the recorder, and keeps what decides about the whole. */
function createObserver({ recorder, row, outputFolder }: ExecuteRunOptions, warehouse: RunWarehouse) {
  const built = new Set(warehouse.resumed);
  const facts: BuildFacts = { failure: undefined, nothingSelected: false };
  let nodes: ManifestNode[] = [];
  let leftOut: readonly string[] = [];
  let expecting: Promise<void> | undefined;
  let leaving: Promise<void> | undefined;
  const readNodes = async () => {
    if (nodes.length === 0) nodes = await readManifestNodes(outputFolder);
    return nodes;
  };
  const expectNodes = async () => {
    const expected = (await readNodes()).filter(({ unique_id }) => !built.has(unique_id));
    recorder.expectNodes(expected.map(toEventNode));
  };
  const leaveOut = (ids: readonly string[]) => {
    leftOut = ids;
    leaving ??= tellUnchanged();
  };
  const tellUnchanged = async () => {
    const names = new Map((await readNodes()).map((node) => [node.unique_id, node]));
    if (names.size === 0) return;
    recorder.leaveUnchanged(
      leftOut.flatMap((id) => describeUnchanged(names.get(id), warehouse.unchanged.get(id))),
    );
    leftOut = [];
  };
  const onEvent = (event: DbtEvent) => {
    if (event.kind === 'failure') facts.failure ??= event.message;
    if (event.kind === 'nothing_selected') facts.nothingSelected = true;
    // With a selection only dbt knows which of them it will come to. The manifest is written again at the end.
    if (event.kind === 'manifest_written' && row.selection === null && row.command === 'build')
      expecting ??= expectNodes();
    if (event.kind === 'left_out' && event.unique_ids.length > 0) leaveOut(event.unique_ids);
    recorder.record(event);
  };
  const settled = async () => {
    await Promise.all([expecting, leaving]);
    // dbt writes the manifest a second time as it ends: half of one told no names.
    if (leftOut.length > 0) await tellUnchanged();
  };
  return { onEvent, facts, settled };
}

function describeUnchanged(node: ManifestNode | undefined, before: BuiltNode | undefined): UnchangedNode[] {
  if (!node || !before) return [];
  return [{ node: toEventNode(node), message: `Nothing that it reads has changed since ${before.at}.` }];
}

async function addMissingResults(recorder: RunRecorder, outputFolder: string): Promise<void> {
  const unfinished = new Set(
    recorder.nodes
      .filter(({ state }) => state === 'queued' || state === 'running')
      .map((node) => node.unique_id),
  );
  const known = new Set(recorder.nodes.map((node) => node.unique_id));
  const isWanted = (id: string) => unfinished.has(id) || !known.has(id);
  for (const result of await readResults(outputFolder, { at: new Date().toISOString(), isWanted }))
    recorder.record(result);
}
