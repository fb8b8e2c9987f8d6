import { PlatformError } from '@honeyframe/contract';
import {
  type Draft,
  type Hold,
  type SelectLimits,
  sampleFiles,
  type WarehouseFile,
  type WarehouseFiles,
} from '../../../warehouse/index.ts';
import { BuildPlan } from '../../changes/index.ts';
import {
  keepParseCache,
  PLATFORM_WORKSPACE,
  type StagedWorkspace,
  toCatalogue,
  type Workspace,
} from '../../workspaces/index.ts';
import { requireSafeSchemas } from '../judge-build.ts';
import { planResume, type ResumePlan, requireSameInputs } from '../resume-plan.ts';
import { fillRunFolder } from '../run-folder.ts';
import { describeInputs, type RunInputs } from '../run-inputs.ts';
import { requireSources } from './require-sources.ts';
import type { OpenRunWarehouseOptions, RunWarehouse } from './run-warehouse.ts';

/** Builds in a private copy of the workspace's file, and publishes that as a new version. */
export async function openDuckdbRun(options: OpenRunWarehouseOptions): Promise<RunWarehouse> {
  const { row, workspace, files } = options;
  const resume = await findResume(options);
  // A run that goes on with another one reads what that one read.
  if (workspace.slug === PLATFORM_WORKSPACE && !resume) await options.refreshExtract(row.org_id);
  const hold = await files.holdSet(row.org_id, [...workspace.reads, workspace.catalogue]);
  try {
    return await openHeld(hold, resume, options);
  } catch (error) {
    hold.release();
    throw error;
  }
}

async function openHeld(
  hold: Hold,
  resume: ResumePlan | undefined,
  options: OpenRunWarehouseOptions,
): Promise<RunWarehouse> {
  const { row, workspace, files } = options;
  const parts = await planRun(hold, resume, options);
  const draft = await files.createDraft(row.org_id, workspace.catalogue, row.id);
  try {
    if (resume?.hasDraft) await takeDraft(resume, files, draft);
    const { draft_file } = await fillRunFolder({
      workspace,
      current: resume?.hasDraft ? undefined : parts.current,
      sources: parts.sources,
      workFolder: draft.folder,
      outputFolder: options.outputFolder,
      leaveOut: resume?.built ?? [...parts.plan.unchanged.keys()],
    });
    return new DuckdbRunWarehouse({ ...options, ...parts, draft, draftFile: draft_file });
  } catch (error) {
    // What was taken goes back, for the next try.
    if (resume?.hasDraft)
      await files.kept.keep({ orgId: row.org_id, name: workspace.catalogue, key: row.id }, draft);
    await draft[Symbol.asyncDispose]();
    throw error;
  }
}

async function findResume({ row, stores, files }: OpenRunWarehouseOptions): Promise<ResumePlan | undefined> {
  if (row.resumed_from === null) return undefined;
  const from = await stores.runs.find(row.org_id, row.resumed_from);
  return from && (await planResume(from, { stores, files }));
}

/** What one run is made of. */
interface RunParts {
  readonly hold: Hold;
  readonly current: WarehouseFile | undefined;
  readonly sources: readonly WarehouseFile[];
  readonly resume: ResumePlan | undefined;
  readonly inputs: RunInputs;
  readonly plan: BuildPlan;
}

async function planRun(
  hold: Hold,
  resume: ResumePlan | undefined,
  { row, workspace, stores, builtNodes }: OpenRunWarehouseOptions,
): Promise<RunParts> {
  const current = hold.files.find(({ name }) => name === workspace.catalogue);
  const sources = hold.files.filter((file) => file !== current);
  requireSources(
    workspace,
    sources.map(({ name }) => name),
  );
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
  return { hold, current, sources, resume, inputs, plan };
}

async function takeDraft({ from }: ResumePlan, files: WarehouseFiles, draft: Draft): Promise<void> {
  const owner = { orgId: from.org_id, name: toCatalogue(from.workspace), key: from.id };
  if (await files.kept.take(owner, draft)) return;
  throw new PlatformError('HF_DBT_RESUME_IMPOSSIBLE', { reason: 'what it had built is not there any more' });
}

function requireStaged({ slug, staged }: Workspace): StagedWorkspace {
  if (staged) return staged;
  throw new PlatformError('HF_DBT_WORKSPACE_REFUSED', { workspace: slug, reason: 'it was not staged.' });
}

interface DuckdbRunOptions extends OpenRunWarehouseOptions, RunParts {
  readonly draft: Draft;
  readonly draftFile: string;
}

class DuckdbRunWarehouse implements RunWarehouse {
  readonly #options: DuckdbRunOptions;

  constructor(options: DuckdbRunOptions) {
    this.#options = options;
  }

  get workFolder(): string {
    return this.#options.draft.folder;
  }

  get access() {
    return { readable: this.#options.sources.map((source) => source.path) };
  }

  get resumed(): readonly string[] | undefined {
    return this.#options.resume?.built;
  }

  get unchanged() {
    return this.#options.plan.unchanged;
  }

  async keepParse(): Promise<void> {
    await keepParseCache(this.#options.workspace, this.#options.outputFolder);
  }

  async sample(sql: string, limits: SelectLimits): Promise<Record<string, unknown>[]> {
    const { sources, workspace, draftFile } = this.#options;
    return await sampleFiles([...sources, { name: workspace.catalogue, path: draftFile }], sql, limits);
  }

  async requireReadable(): Promise<void> {
    await requireSafeSchemas(this.#options.workspace, this.#options.outputFolder);
  }

  async publish(): Promise<void> {
    const { row, recorder, builtNodes, files, workspace, current, inputs, plan, draftFile } = this.#options;
    // It changed no table: readers keep their version, and none that one could go back to makes room for a copy of it.
    if (row.command === 'test') return;
    const already = (this.resumed ?? [])
      .filter((id) => !/^(unit_)?test\./.test(id))
      .map((unique_id) => ({ unique_id, state: 'success' as const }));
    const built = await plan.describe(this.#options.outputFolder, [...already, ...recorder.nodes]);
    // Nothing new to show: readers' version is this one.
    if (current && plan.unchanged.size > 0 && !recorder.hasBuilt)
      return await builtNodes.save(current.id, built);
    const details = { run_id: row.id, workspace_version: inputs.workspace_version };
    const version = { orgId: row.org_id, kind: 'workspace' as const, name: workspace.catalogue, details };
    const { id } = await files.publish({ ...version, draftFile, base: inputs.base });
    await builtNodes.save(id, built);
  }

  async keep(): Promise<void> {
    const { row, workspace, files, recorder, draft, resume } = this.#options;
    if (!resume?.hasDraft && !recorder.hasBuilt) return;
    await files.kept.keep({ orgId: row.org_id, name: workspace.catalogue, key: row.id }, draft);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#options.draft[Symbol.asyncDispose]();
    this.#options.hold.release();
  }
}
