import { rm } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract';
import { type ExecuteRunOptions, executeRun } from './execute-run.ts';
import { RunRecorder } from './recording/run-recorder.ts';
import { toEndState, toRunError } from './run-error.ts';
import type { RunsOptions } from './runs-options.ts';
import type { RunRow } from './stores/index.ts';
import { tellRunEnd } from './tell-run-end.ts';

/** Well within the lease, and soon enough for a cancel that came to another process. */
const HEARTBEAT_MILLISECONDS = 1000;

/** Runs of one workspace and organisation whose events and log are kept, and those whose artifacts are: some 4 MB each. */
const KEPT_RUNS = 200;
const KEPT_FOLDERS = 10;

/** Builds queued runs one after another, as many at a time as it may. */
export class RunWorker {
  readonly #options: RunsOptions;
  readonly #active = new Map<string, ActiveRun>();
  readonly #loops = new Set<Promise<void>>();
  readonly #started = new Set<(recorder: RunRecorder) => void>();
  #isClosing = false;

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  /** The recorder of a run that this process builds. */
  find(id: string): RunRecorder | undefined {
    return this.#active.get(id)?.recorder;
  }

  /** Hears of each run that this process begins. */
  onStarted(listener: (recorder: RunRecorder) => void): () => void {
    this.#started.add(listener);
    return () => this.#started.delete(listener);
  }

  /** Takes queued runs until there are none; returns at once. Nothing happens while dbt is not ready. */
  wake(): void {
    if (this.#isClosing || this.#loops.size >= this.#options.concurrency) return;
    const loop: Promise<void> = this.#takeAll()
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'Taking queued dbt runs failed.'))
      .finally(() => this.#loops.delete(loop));
    this.#loops.add(loop);
  }

  cancel(id: string, reason: PlatformError): void {
    this.#active.get(id)?.controller.abort(reason);
  }

  /** Cancels what runs here and waits for it. */
  async close(): Promise<void> {
    this.#isClosing = true;
    for (const { controller } of this.#active.values())
      controller.abort(new PlatformError('HF_DBT_RUN_STOPPED'));
    await Promise.all(this.#loops);
  }

  async #takeAll(): Promise<void> {
    while (!this.#isClosing) {
      const { bin } = this.#options.engine;
      if (!bin) return;
      const row = await this.#options.stores.queue.claim(this.#options.limits);
      if (!row) return;
      // There may be more than one; another loop takes the next.
      this.wake();
      await this.#run(row, bin);
    }
  }

  async #run(row: RunRow, bin: string): Promise<void> {
    const { log, stores } = this.#options;
    const recorder = new RunRecorder(row, stores, (err) =>
      log.warn({ err, run_id: row.id }, 'Events of a dbt run are stored late.'),
    );
    const controller = new AbortController();
    controller.signal.addEventListener('abort', () => {
      if (toEndState(controller.signal.reason) === 'cancelled') recorder.noteStopped();
    });
    this.#active.set(row.id, { recorder, controller });
    if (this.#isClosing) controller.abort(new PlatformError('HF_DBT_RUN_STOPPED'));
    const heartbeat = setInterval(() => void this.#renew(row.id, controller), HEARTBEAT_MILLISECONDS);
    for (const listener of [...this.#started]) listener(recorder);
    try {
      const problem = await this.#execute({ row, bin, recorder, signal: controller.signal });
      await this.#finish(recorder, problem);
      await this.#prune(row);
    } finally {
      clearInterval(heartbeat);
      this.#active.delete(row.id);
    }
  }

  async #execute(
    run: Pick<ExecuteRunOptions, 'row' | 'bin' | 'recorder' | 'signal'>,
  ): Promise<PlatformError | undefined> {
    const outputFolder = this.#outputFolder(run.row.id);
    try {
      await this.#requireOwner(run.row);
      await rm(outputFolder, { recursive: true, force: true });
      await executeRun({ ...this.#options, ...run, outputFolder });
      return undefined;
    } catch (error) {
      // An abort has its own reason, whatever it tore down on the way.
      const cause: unknown = run.signal.aborted ? run.signal.reason : error;
      if (cause instanceof PlatformError) return cause;
      this.#options.log.error({ err: cause, run_id: run.row.id }, 'A dbt run failed unexpectedly.');
      return new PlatformError('HF_CORE_INTERNAL', { request_id: run.row.id }, { cause });
    }
  }

  /** It may have been switched off since the run was asked for. */
  async #requireOwner({ org_id, workspace }: RunRow): Promise<void> {
    const owner = this.#options.workspaces.get(workspace)?.owner ?? workspace;
    if (owner === 'platform' || (await this.#options.isOwnerEnabled(org_id, owner))) return;
    throw new PlatformError('HF_DBT_OWNER_DISABLED', { plugin: owner });
  }

  async #finish(recorder: RunRecorder, problem: PlatformError | undefined): Promise<void> {
    const { log, workspaces } = this.#options;
    const { id, workspace } = recorder.run;
    if (problem) recorder.log('error', problem.message, new Date().toISOString());
    const state = toEndState(problem);
    const ended = await recorder.finish(state, problem ? toRunError(problem) : null);
    if (ended) await tellRunEnd(ended, this.#options);
    workspaces.noteOutcome(workspace, problem);
    log.info({ run_id: id, workspace, state, err: problem }, `dbt run of '${workspace}': ${state}`);
  }

  async #prune({ org_id, workspace }: RunRow): Promise<void> {
    const { runs } = this.#options.stores;
    const older = await runs.listOlder(org_id, workspace, KEPT_FOLDERS);
    for (const id of older) await rm(this.#outputFolder(id), { recursive: true, force: true });
    await runs.delete(older.slice(KEPT_RUNS - KEPT_FOLDERS));
  }

  #outputFolder(id: string): string {
    return path.join(this.#options.folder, 'runs', id);
  }

  async #renew(id: string, controller: AbortController): Promise<void> {
    try {
      const renewed = await this.#options.stores.queue.renewLease(id);
      if (!renewed) controller.abort(new PlatformError('HF_DBT_RUN_LOST'));
      else if (renewed.cancel_requested)
        controller.abort(new PlatformError('HF_DBT_RUN_CANCELLED', { by: '' }));
    } catch (error) {
      // The database may be back before the lease ends.
      this.#options.log.warn({ err: error, run_id: id }, 'The lease of a dbt run was not renewed.');
    }
  }
}

interface ActiveRun {
  readonly recorder: RunRecorder;
  readonly controller: AbortController;
}
