import { PlatformError } from '@honeyframe/contract';
import type { Draft, WarehouseFile, WarehouseFiles } from '../../warehouse/index.ts';
import { BuildPlan, type BuiltNode, type BuiltNodesStore } from '../changes/index.ts';
import type { DbtRunner } from '../dbt-runner.ts';
import { sampleFailures } from '../quality/sample-failures.ts';
import type { TestResults } from '../quality/test-results.ts';
import type { DbtEvent } from '../runner/dbt-event.ts';
import {
  type DbtWorkspaces,
  PLATFORM_WORKSPACE,
  type StagedWorkspace,
  toCatalogue,
  type Workspace,
} from '../workspaces/index.ts';
import { type BuildFacts, requireSafeSchemas, requireSuccess } from './judge-build.ts';
import { type ManifestNode, readManifestNodes, readResults, toEventNode } from './read-artifacts.ts';
import type { UnchangedNode } from './recording/recorded-nodes.ts';
import type { RunRecorder } from './recording/run-recorder.ts';
import { planResume, type ResumePlan, requireSameInputs } from './resume-plan.ts';
import { fillRunFolder, keepParseCache, tidyOutput } from './run-folder.ts';
import { describeInputs, type RunInputs } from './run-inputs.ts';
import type { DbtLog } from './runs-options.ts';
import type { RunRow, RunStores } from './stores/index.ts';

export interface ExecuteRunOptions {
  readonly row: RunRow;
  readonly recorder: RunRecorder;
  readonly stores: RunStores;
  readonly builtNodes: BuiltNodesStore;
  readonly testResults: TestResults;
  readonly bin: string;
  readonly workspaces: DbtWorkspaces;
  readonly files: WarehouseFiles;
  readonly runner: DbtRunner;
  readonly log: DbtLog;
  readonly refreshExtract: (orgId: string) => Promise<unknown>;
  readonly outputFolder: string;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

/** Builds one workspace for one organisation and publishes it. Throws what went wrong; then readers see nothing new. */
export async function executeRun(options: ExecuteRunOptions): Promise<void> {
  const { row, workspaces, files } = options;
  const workspace = await workspaces.loadForRun(row.workspace);
  const resume = await findResume(options);
  // A run that goes on with another one reads what that one read.
  if (workspace.slug === PLATFORM_WORKSPACE && !resume) await options.refreshExtract(row.org_id);
  const hold = await files.holdSet(row.org_id, [...workspace.reads, workspace.catalogue]);
  try {
    const current = hold.files.find(({ name }) => name === workspace.catalogue);
    const sources = hold.files.filter((file) => file !== current);
    requireSources(workspace, sources);
    const parts = await planRun({ workspace, current, sources, resume }, options);
    await buildAndPublish(parts, options);
  } finally {
    hold.release();
  }
}

async function findResume({ row, stores, files }: ExecuteRunOptions): Promise<ResumePlan | undefined> {
  if (row.resumed_from === null) return undefined;
  const from = await stores.runs.find(row.org_id, row.resumed_from);
  return from && (await planResume(from, { stores, files }));
}

/** What one run is made of. */
interface RunParts {
  readonly workspace: Workspace;
  readonly current: WarehouseFile | undefined;
  readonly sources: readonly WarehouseFile[];
  readonly resume: ResumePlan | undefined;
  readonly inputs: RunInputs;
  readonly plan: BuildPlan;
}

type FoundParts = Omit<RunParts, 'inputs' | 'plan'>;

async function planRun(found: FoundParts, { row, stores, builtNodes }: ExecuteRunOptions): Promise<RunParts> {
  const { workspace, current, sources, resume } = found;
  const inputs = describeInputs(workspace, current, sources);
  if (resume) requireSameInputs(resume, inputs);
  await stores.runs.saveInputs(row.id, inputs);
  const plan = await BuildPlan.create({
    staged: requireStaged(workspace),
    sources: inputs.sources,
    before: await builtNodes.load(current?.id),
    // What a resumed run leaves out is known already; who asks for tests wants them run.
    full: row.is_full || resume !== undefined || row.command === 'test',
  });
  return { ...found, inputs, plan };
}

async function buildAndPublish(parts: RunParts, options: ExecuteRunOptions): Promise<void> {
  const { row, recorder, files, outputFolder } = options;
  const { workspace, current, sources, resume, plan } = parts;
  const owner = { orgId: row.org_id, name: workspace.catalogue, key: row.id };
  await using draft = await files.createDraft(owner.orgId, owner.name, owner.key);
  try {
    if (resume) await takeDraft(resume, files, draft);
    const { draft_file } = await fillRunFolder({
      workspace,
      current: resume ? undefined : current,
      sources,
      workFolder: draft.folder,
      outputFolder,
      leaveOut: resume?.built ?? [...plan.unchanged.keys()],
    });
    await build(parts, draft.folder, options).finally(() => recordTests(parts, draft_file, options));
    await recorder.beginPublishing();
    options.signal.throwIfAborted();
    await publish(parts, draft_file, options);
  } catch (error) {
    if (resume || recorder.hasBuilt) await files.kept.keep(owner, draft);
    throw error;
  }
}

/** Also of a build that failed: that is when somebody looks. What cannot be recorded does not end the build. */
async function recordTests(parts: RunParts, draftFile: string, options: ExecuteRunOptions): Promise<void> {
  const { row, recorder, testResults, outputFolder, signal } = options;
  const { workspace, sources } = parts;
  const draft = { name: workspace.catalogue, path: draftFile };
  const files = signal.aborted ? [] : [...sources, draft];
  try {
    await testResults.save(row, await sampleFailures({ nodes: recorder.nodes, outputFolder, files }));
  } catch (error) {
    options.log.warn({ err: error, run_id: row.id }, 'Results of tests were not recorded.');
  }
}

async function publish(parts: RunParts, draftFile: string, options: ExecuteRunOptions): Promise<void> {
  const { row, recorder, builtNodes, files, outputFolder } = options;
  const { workspace, current, resume, inputs, plan } = parts;
  const before = resume?.built.filter((id) => !/^(unit_)?test\./.test(id)) ?? [];
  const already = before.map((unique_id) => ({ unique_id, state: 'success' as const }));
  const built = await plan.describe(outputFolder, [...already, ...recorder.nodes]);
  // Nothing new to show: readers' version is this one.
  if (current && plan.unchanged.size > 0 && !recorder.hasBuilt)
    return await builtNodes.save(current.id, built);
  const details = { run_id: row.id, workspace_version: inputs.workspace_version };
  const version = { orgId: row.org_id, kind: 'workspace' as const, name: workspace.catalogue, details };
  const { id } = await files.publish({ ...version, draftFile, base: inputs.base });
  await builtNodes.save(id, built);
}

async function takeDraft({ from }: ResumePlan, files: WarehouseFiles, draft: Draft): Promise<void> {
  const owner = { orgId: from.org_id, name: toCatalogue(from.workspace), key: from.id };
  if (await files.kept.take(owner, draft)) return;
  throw new PlatformError('HF_DBT_RESUME_IMPOSSIBLE', { reason: 'what it had built is not there any more' });
}

/** What dbt's own commands of these names take. */
const resourceTypes: Readonly<Record<string, readonly string[]>> = {
  run: ['model'],
  test: ['test', 'unit_test'],
};

async function build(parts: RunParts, workFolder: string, options: ExecuteRunOptions): Promise<void> {
  const { workspace, sources, resume } = parts;
  const { row, recorder, outputFolder, signal } = options;
  const seen = createObserver(options, parts);
  const outcome = await options.runner.build({
    bin: options.bin,
    project_folder: workspace.staged?.project_folder ?? '',
    work_folder: workFolder,
    output_folder: outputFolder,
    readable: sources.map((source) => source.path),
    select: row.selection ?? undefined,
    resource_types: resourceTypes[row.command],
    timeout_seconds: options.timeoutSeconds,
    signal,
    onEvent: seen.onEvent,
  });
  await seen.settled();
  if (outcome.exit_code === 0 || outcome.exit_code === 1) await keepParseCache(workspace, outputFolder);
  await addMissingResults(recorder, outputFolder);
  await tidyOutput(outputFolder);
  const mayBeEmpty = resume !== undefined || recorder.nodes.some(({ state }) => state === 'unchanged');
  requireSuccess(outcome, { ...options, ...seen.facts, timeout: options.timeoutSeconds, mayBeEmpty });
  await requireSafeSchemas(workspace, outputFolder);
}

/** Hands dbt's events to the recorder, and keeps what decides about the whole. */
function createObserver({ recorder, row, outputFolder }: ExecuteRunOptions, { resume, plan }: RunParts) {
  const built = new Set(resume?.built);
  const facts: BuildFacts = { failure: undefined, nothingSelected: false };
  let expecting: Promise<void> | undefined;
  let leaving: Promise<void> | undefined;
  const expectNodes = async () => {
    const nodes = await readManifestNodes(outputFolder);
    const expected = nodes.filter(({ unique_id }) => !built.has(unique_id));
    recorder.expectNodes(expected.map(toEventNode));
  };
  const leaveOut = (ids: readonly string[]) => (leaving ??= tellUnchanged(ids));
  const tellUnchanged = async (ids: readonly string[]) => {
    const names = new Map((await readManifestNodes(outputFolder)).map((node) => [node.unique_id, node]));
    recorder.leaveUnchanged(ids.flatMap((id) => describeUnchanged(names.get(id), plan.unchanged.get(id))));
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
  const settled = async () => void (await Promise.all([expecting, leaving]));
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
  for (const result of await readResults(outputFolder, new Date().toISOString())) {
    const id = result.node.unique_id;
    if (unfinished.has(id) || !known.has(id)) recorder.record(result);
  }
}

function requireStaged({ slug, staged }: Workspace): StagedWorkspace {
  if (staged) return staged;
  throw new PlatformError('HF_DBT_WORKSPACE_REFUSED', { workspace: slug, reason: 'it was not staged.' });
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
