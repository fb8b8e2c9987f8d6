import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PlatformError } from '@honeyframe/contract';
import type { DbtNode, DbtRun, RunEvent } from '@honeyframe/contract/api';
import type { AuditActor } from '../audit/index.ts';
import { measureFolders } from './runner/measure-folders.ts';
import { endRun } from './runs/end-run.ts';
import { followRun } from './runs/follow-run.ts';
import { LostRuns } from './runs/lost-runs.ts';
import { describeRunAct } from './runs/run-audit.ts';
import { RUN_QUEUE } from './runs/run-queue.ts';
import { type RequestRunOptions, RunRequests } from './runs/run-requests.ts';
import { RunWorker } from './runs/run-worker.ts';
import type { RunsOptions } from './runs/runs-options.ts';
import { type ListRunsQuery, type RunRow, toRun } from './runs/stores/index.ts';

/** A lost run ends with its lease of 15 s; any other at once. */
const STOP_MILLISECONDS = 30_000;
const POLL_MILLISECONDS = 100;
const MAX_LOG_EVENTS = 20_000;

/** The runs of every organisation: asked for here, built by whichever process takes them. */
export class DbtRuns {
  readonly #options: RunsOptions;
  readonly #worker: RunWorker;
  readonly #requests: RunRequests;
  readonly #lost: LostRuns;
  readonly #closing = new AbortController();
  readonly #disposers: (() => unknown)[] = [];

  constructor(options: RunsOptions) {
    this.#options = options;
    this.#worker = new RunWorker(options);
    this.#requests = new RunRequests(options);
    this.#lost = new LostRuns({ ...options, onQueued: () => this.#worker.wake() });
  }

  /** Begins to take runs, also those that were queued before a restart. */
  async start(): Promise<void> {
    const { queue, engine } = this.#options;
    this.#disposers.push(await queue.work(RUN_QUEUE, async () => this.#worker.wake()));
    this.#disposers.push(engine.onReady(() => this.#worker.wake()));
    this.#disposers.push(() => this.#lost.stop());
    await this.#lost.start();
  }

  /** Takes runs that somebody else has queued. */
  wake(): void {
    this.#worker.wake();
  }

  /** Queues a build. A queued one that would build the same is returned instead. Throws HF_DBT_WORKSPACE_UNKNOWN. */
  async requestRun(options: RequestRunOptions): Promise<DbtRun> {
    return await this.#requests.request(options);
  }

  /**
   * Queues a run that builds exactly what this one had not built, on what it had. Throws HF_DBT_RESUME_IMPOSSIBLE where
   * that is gone, or where the workspace or its data have changed since.
   */
  async resume(orgId: string, id: string, by: AuditActor): Promise<DbtRun> {
    return await this.#requests.resume(await this.#require(orgId, id), by);
  }

  /** Cancels a run wherever it is; at the latest two seconds later nothing of it is left. Throws HF_DBT_RUN_OVER. */
  async cancel(orgId: string, id: string, by: AuditActor): Promise<DbtRun> {
    const row = await this.#require(orgId, id);
    if (row.finished_at) throw new PlatformError('HF_DBT_RUN_OVER', { state: row.state });
    await this.#options.auditLog.record(describeRunAct('dbt_run.cancelled', by, row));
    await this.#cancel(row, new PlatformError('HF_DBT_RUN_CANCELLED', { by: ` by ${by.name}` }));
    return await this.get(orgId, id);
  }

  /** Cancels every run of a workspace that is not over, and waits until none is left. Throws HF_DBT_RUNS_BUSY. */
  async stopAll(workspace: string): Promise<void> {
    const reason = new PlatformError('HF_DBT_RUN_CANCELLED', { by: '' });
    for (let waited = 0; waited <= STOP_MILLISECONDS; waited += POLL_MILLISECONDS) {
      const rows = await this.#options.stores.runs.listUnfinished(workspace);
      if (rows.length === 0) return;
      for (const row of rows) await this.#cancel(row, reason);
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
    const { events } = this.#options.stores;
    const [nodes, last_seq] = await Promise.all([events.listNodes(id), events.lastSeq(id)]);
    return { run: toRun(row), nodes, last_seq };
  }

  async list(query: ListRunsQuery): Promise<{ rows: DbtRun[]; total: number }> {
    return await this.#options.stores.runs.list(query);
  }

  async listLast(orgId: string): Promise<Map<string, DbtRun>> {
    return await this.#options.stores.runs.listLast(orgId);
  }

  /** Where dbt's own files of a run are, as long as they are kept. */
  async findFolder(orgId: string, id: string): Promise<string> {
    const { id: known } = await this.#require(orgId, id);
    return path.join(this.#options.folder, 'runs', known);
  }

  /** Bytes that artifacts and logs of one organisation's runs take. */
  async measureFolders(orgId: string): Promise<number> {
    const folder = path.join(this.#options.folder, 'runs');
    const ids = await readdir(folder).catch(() => []);
    const own = await this.#options.stores.runs.listOwn(orgId, ids);
    return await measureFolders(own.map((id) => path.join(folder, id)));
  }

  /** The run's log as lines of text. */
  async getLog(orgId: string, id: string): Promise<string> {
    await this.#require(orgId, id);
    const live = this.#worker.find(id);
    const events = live
      ? live.eventsAfter(0)
      : await this.#options.stores.events.list(id, 0, MAX_LOG_EVENTS, 'log');
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
      events: this.#options.stores.events,
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

  /** One that waits ends here; the process of one that is built ends it. */
  async #cancel(row: RunRow, reason: PlatformError): Promise<void> {
    if (await endRun(row, { from: ['queued'], state: 'cancelled', reason }, this.#options)) return;
    await this.#options.stores.queue.requestCancel(row.org_id, row.id);
    this.#worker.cancel(row.id, reason);
  }

  async #require(orgId: string, id: string): Promise<RunRow> {
    const row = await this.#options.stores.runs.find(orgId, id);
    if (!row) throw new PlatformError('HF_CORE_NOT_FOUND', { what: `dbt run ${id}` });
    return row;
  }
}
