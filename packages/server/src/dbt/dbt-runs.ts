import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PlatformError } from '@honeyframe/contract';
import type { DbtCommandName, DbtNode, DbtRun, RunEvent, RunState } from '@honeyframe/contract/api';
import { type AuditActor, platformActor } from '../audit/index.ts';
import { activeStates, type ListRunsQuery, type RunRow, toRun } from './dbt-store.ts';
import { followRun } from './runs/follow-run.ts';
import { planResume, type ResumePlan, requireSameInputs } from './runs/resume-plan.ts';
import { describeRunEnd } from './runs/run-end.ts';
import { describeInputs } from './runs/run-inputs.ts';
import { RUN_QUEUE } from './runs/run-queue.ts';
import { RunWorker, toRunError } from './runs/run-worker.ts';
import type { RunsOptions } from './runs/runs-options.ts';

export interface RequestRunOptions {
  readonly orgId: string;
  /** Slug of the workspace. */
  readonly workspace: string;
  /** `install`, `manual`, `import`, … */
  readonly trigger: string;
  /** Who asked; the platform itself where it is left out. */
  readonly requestedBy?: AuditActor;
  /** In dbt's own syntax; everything where it is left out. */
  readonly select?: string | undefined;
  /** Also builds what nothing has changed for. */
  readonly full?: boolean | undefined;
  /** `build` where it is left out. */
  readonly command?: DbtCommandName | undefined;
}

/** How often runs without a process, and runs whose job was lost, are looked for. */
const SWEEP_MILLISECONDS = 5000;
/** A lost run ends with its lease of 15 s; any other at once. */
const STOP_MILLISECONDS = 30_000;
const POLL_MILLISECONDS = 100;
const MAX_LOG_EVENTS = 20_000;

/** The runs of every organisation: asked for here, built by whichever process takes them. */
export class DbtRuns {
  readonly #options: RunsOptions;
  readonly #worker: RunWorker;
  readonly #closing = new AbortController();
  readonly #disposers: (() => unknown)[] = [];

  constructor(options: RunsOptions) {
    this.#options = options;
    this.#worker = new RunWorker(options);
  }

  /** Begins to take runs, also those that were queued before a restart. */
  async start(): Promise<void> {
    const { queue, engine } = this.#options;
    this.#disposers.push(await queue.work(RUN_QUEUE, async () => this.#worker.wake()));
    this.#disposers.push(engine.onReady(() => this.#worker.wake()));
    const timer = setInterval(() => void this.#sweep(), SWEEP_MILLISECONDS);
    this.#disposers.push(() => clearInterval(timer));
    await this.#sweep();
  }

  /** Takes runs that somebody else has queued. */
  wake(): void {
    this.#worker.wake();
  }

  /** Queues a build. A queued one that would build the same is returned instead. Throws HF_DBT_WORKSPACE_UNKNOWN. */
  async requestRun(options: RequestRunOptions): Promise<DbtRun> {
    const { orgId, workspace, trigger, requestedBy = platformActor } = options;
    await this.#requireWorkspace(orgId, workspace);
    const row = await this.#options.store.insertRun({
      org_id: orgId,
      workspace,
      trigger,
      requested_by: requestedBy.id === null ? null : requestedBy.name,
      selection: cleanSelection(options.select),
      is_full: options.full ?? false,
      command: options.command ?? 'build',
    });
    await this.#audit('dbt_run.requested', requestedBy, row);
    await this.#options.queue.send(RUN_QUEUE, { run_id: row.id });
    return toRun(row);
  }

  /**
   * Queues a run that builds exactly what this one had not built, on what it had. Throws HF_DBT_RESUME_IMPOSSIBLE where
   * that is gone, or where the workspace or its data have changed since.
   */
  async resume(orgId: string, id: string, by: AuditActor): Promise<DbtRun> {
    const { store, files, queue } = this.#options;
    const from = await this.#require(orgId, id);
    await this.#requireWorkspace(orgId, from.workspace);
    // Asked again when its turn comes; here, so that who asks hears of it at once.
    const plan = await planResume(from, { store, files });
    if (plan) await this.#requireUnchanged(plan);
    const { org_id, workspace, selection, is_full, command } = from;
    const requested = { org_id, workspace, selection, is_full, command, trigger: 'resume', resumed_from: id };
    const row = await store.insertRun({ ...requested, requested_by: by.id === null ? null : by.name });
    await this.#audit('dbt_run.resumed', by, row);
    await queue.send(RUN_QUEUE, { run_id: row.id });
    return toRun(row);
  }

  /** Cancels a run wherever it is; at the latest two seconds later nothing of it is left. Throws HF_DBT_RUN_OVER. */
  async cancel(orgId: string, id: string, by: AuditActor): Promise<DbtRun> {
    const row = await this.#require(orgId, id);
    if (row.finished_at) throw new PlatformError('HF_DBT_RUN_OVER', { state: row.state });
    await this.#audit('dbt_run.cancelled', by, row);
    const reason = new PlatformError('HF_DBT_RUN_CANCELLED', { by: ` by ${by.name}` });
    if (await this.#end(row, ['queued'], 'cancelled', reason)) return await this.get(orgId, id);
    await this.#options.store.requestCancel(orgId, id);
    this.#worker.cancel(id, reason);
    return await this.get(orgId, id);
  }

  /** Cancels every run of a workspace that is not over, and waits until none is left. Throws HF_DBT_RUNS_BUSY. */
  async stopAll(workspace: string): Promise<void> {
    const reason = new PlatformError('HF_DBT_RUN_CANCELLED', { by: '' });
    for (let waited = 0; waited <= STOP_MILLISECONDS; waited += POLL_MILLISECONDS) {
      const rows = await this.#options.store.listUnfinished(workspace);
      if (rows.length === 0) return;
      for (const row of rows) {
        if (await this.#end(row, ['queued'], 'cancelled', reason)) continue;
        await this.#options.store.requestCancel(row.org_id, row.id);
        this.#worker.cancel(row.id, reason);
      }
      await setTimeout(POLL_MILLISECONDS);
    }
    throw new PlatformError('HF_DBT_RUNS_BUSY', { workspace });
  }

  async get(orgId: string, id: string): Promise<DbtRun> {
    const row = await this.#require(orgId, id);
    return this.#worker.find(id)?.run ?? toRun(row);
  }

  async getWithNodes(
    orgId: string,
    id: string,
  ): Promise<{ run: DbtRun; nodes: DbtNode[]; last_seq: number }> {
    const row = await this.#require(orgId, id);
    const live = this.#worker.find(id);
    if (live) return { run: live.run, nodes: [...live.nodes], last_seq: live.lastSeq };
    const { store } = this.#options;
    const [nodes, last_seq] = await Promise.all([store.listNodes(id), store.lastSeq(id)]);
    return { run: toRun(row), nodes, last_seq };
  }

  async list(query: ListRunsQuery): Promise<{ rows: DbtRun[]; total: number }> {
    return await this.#options.store.listRuns(query);
  }

  async listLast(orgId: string): Promise<Map<string, DbtRun>> {
    return await this.#options.store.listLastRuns(orgId);
  }

  /** Where dbt's own files of a run are, as long as they are kept. */
  async findFolder(orgId: string, id: string): Promise<string> {
    const { id: known } = await this.#require(orgId, id);
    return path.join(this.#options.folder, 'runs', known);
  }

  /** The run's log as lines of text. */
  async getLog(orgId: string, id: string): Promise<string> {
    await this.#require(orgId, id);
    const live = this.#worker.find(id);
    const events = live
      ? live.eventsAfter(0)
      : await this.#options.store.listEvents(id, 0, MAX_LOG_EVENTS, 'log');
    const lines = events.flatMap((event) =>
      event.kind === 'log' ? [`${event.at} ${event.level.padEnd(5)} ${event.line}\n`] : [],
    );
    return lines.join('');
  }

  /** Events after `seq` as they happen, wherever the run is built; ends after `end`, or when `signal` says so. */
  async follow(
    orgId: string,
    id: string,
    options: { readonly after: number; readonly signal: AbortSignal },
  ): Promise<AsyncIterable<RunEvent>> {
    await this.#require(orgId, id);
    const signal = AbortSignal.any([options.signal, this.#closing.signal]);
    return followRun({
      id,
      after: options.after,
      signal,
      store: this.#options.store,
      findLive: () => this.#worker.find(id),
      onStarted: (listener) => this.#worker.onStarted(listener),
      findRun: async () => toRun(await this.#require(orgId, id)),
    });
  }

  /** Ends every stream that is being followed. */
  endStreams(): void {
    this.#closing.abort();
  }

  /** Cancels builds of this process and waits until they are gone. */
  async close(): Promise<void> {
    this.endStreams();
    for (const dispose of this.#disposers.splice(0)) await dispose();
    await this.#worker.close();
  }

  async #sweep(): Promise<void> {
    try {
      await this.#endLost();
      // Its job may have been lost with the process that took it, or have come before dbt was ready.
      if (await this.#options.store.hasQueued()) this.#worker.wake();
    } catch (error) {
      this.#options.log.warn({ err: error }, 'Looking for lost dbt runs failed.');
    }
  }

  async #endLost(): Promise<void> {
    for (const row of await this.#options.store.listExpired()) {
      await this.#options.store.abandonNodes(row.id);
      await this.#end(row, activeStates, 'lost', new PlatformError('HF_DBT_RUN_LOST'));
    }
  }

  async #requireUnchanged(plan: ResumePlan): Promise<void> {
    const { org_id, workspace: slug } = plan.from;
    const workspace = this.#options.workspaces.get(slug);
    if (!workspace) return;
    const found = await this.#options.files.currentSet(org_id, [...workspace.reads, workspace.catalogue]);
    const current = found.find(({ name }) => name === workspace.catalogue);
    const sources = found.filter((file) => file !== current);
    requireSameInputs(plan, describeInputs(workspace, current, sources));
  }

  /** Ends a run that no worker holds, and tells those who follow it. */
  async #end(
    row: RunRow,
    from: readonly RunState[],
    state: RunState,
    reason: PlatformError,
  ): Promise<boolean> {
    const { store } = this.#options;
    const ended = await store.finishRun(row.id, from, { state, error: toRunError(reason) });
    if (!ended) return false;
    await this.#options.auditLog.record(describeRunEnd(row.org_id, toRun(ended)));
    await this.#options.onEnded(row.org_id, toRun(ended));
    const seq = await store.lastSeq(row.id);
    await store.appendEvents(row.id, [{ kind: 'end', seq: seq + 1, run: toRun(ended) }]);
    return true;
  }

  /** One of a plugin that is switched off there is none of the organisation's. */
  async #requireWorkspace(orgId: string, slug: string): Promise<void> {
    const owner = this.#options.workspaces.get(slug)?.owner;
    if (owner === 'platform') return;
    if (owner !== undefined && (await this.#options.isOwnerEnabled(orgId, owner))) return;
    throw new PlatformError('HF_DBT_WORKSPACE_UNKNOWN', { workspace: slug });
  }

  async #require(orgId: string, id: string): Promise<RunRow> {
    const row = await this.#options.store.findRun(orgId, id);
    if (!row) throw new PlatformError('HF_CORE_NOT_FOUND', { what: `dbt run ${id}` });
    return row;
  }

  async #audit(action: string, actor: AuditActor, row: RunRow): Promise<void> {
    await this.#options.auditLog.record({
      org_id: row.org_id,
      actor,
      action,
      target_type: 'dbt_run',
      target_id: row.id,
      details: { workspace: row.workspace, trigger: row.trigger, selection: row.selection },
    });
  }
}

/** dbt would read a word that begins with a hyphen as an option of its own. */
function cleanSelection(select: string | undefined): string | null {
  const words = (select ?? '').trim().split(/\s+/).filter(Boolean);
  const option = words.find((word) => word.startsWith('-'));
  if (option)
    throw new PlatformError('HF_CORE_INPUT_INVALID', { details: `'${option}' is no selector of dbt` });
  return words.length === 0 ? null : words.join(' ');
}
