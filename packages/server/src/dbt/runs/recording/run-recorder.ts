import { PlatformError } from '@honeyframe/contract';
import type { DbtNode, DbtRun, RunEvent, RunState } from '@honeyframe/contract/api';
import type { DbtEvent, DbtEventNode } from '../../runner/dbt-event.ts';
import {
  activeStates,
  type RunError,
  type RunOrigin,
  type RunRow,
  type RunStores,
  toRun,
} from '../stores/index.ts';
import { type NewEvent, RecordedEvents } from './recorded-events.ts';
import { RecordedNodes, type UnchangedNode } from './recorded-nodes.ts';

/** How long an event may wait to be stored with others. Streams do not wait for it. */
const FLUSH_MILLISECONDS = 150;

/** Keeps one run's state while this process builds it: at once for streams, soon after in the database. */
export class RunRecorder {
  readonly id: string;
  readonly #origin: RunOrigin;
  readonly #stores: RunStores;
  readonly #onError: (error: unknown) => void;
  readonly #events = new RecordedEvents();
  readonly #nodes = new RecordedNodes((node) => this.#add({ kind: 'node', node }));
  #run: DbtRun;
  #isStopped = false;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(row: RunRow, stores: RunStores, onError: (error: unknown) => void) {
    const { id, org_id, workspace, queued_at } = row;
    this.id = id;
    this.#origin = { id, org_id, workspace, queued_at };
    this.#run = toRun(row);
    this.#stores = stores;
    this.#onError = onError;
    this.#tellRun();
  }

  get run(): DbtRun {
    return this.#run;
  }

  get nodes(): readonly DbtNode[] {
    return this.#nodes.all;
  }

  get firstFailure(): DbtNode | undefined {
    return this.#nodes.firstFailure;
  }

  /** Whether a table of this run is in its draft. */
  get hasBuilt(): boolean {
    return this.#nodes.hasBuilt;
  }

  get lastLogLine(): string | undefined {
    return this.#events.lastLogLine;
  }

  get lastSeq(): number {
    return this.#events.lastSeq;
  }

  /** Events after `seq`, from memory. */
  eventsAfter(seq: number): readonly RunEvent[] {
    return this.#events.after(seq);
  }

  /** Called at the next event, once. Returns the disposer. */
  onNext(listener: () => void): () => void {
    return this.#events.onNext(listener);
  }

  record(event: DbtEvent): void {
    if (event.kind === 'log') this.log(event.level, event.line, event.at);
    else if (event.kind === 'nodes_counted') {
      if (this.#nodes.announce(event.total)) this.#updateCounts();
    } else if (event.kind === 'node_started') this.#start(event.node, event.at);
    else if (event.kind === 'node_finished') {
      this.#nodes.finish(event, this.#isStopped);
      this.#updateCounts();
    }
  }

  log(level: string, line: string, at: string): void {
    this.#add({ kind: 'log', at, level, line });
  }

  /** Nodes that the build does not come to, since nothing has changed for them. */
  leaveUnchanged(nodes: readonly UnchangedNode[]): void {
    this.#nodes.leaveUnchanged(nodes);
    this.#updateCounts();
  }

  /** Nodes that the build will come to, before it does. */
  expectNodes(nodes: readonly DbtEventNode[]): void {
    this.#nodes.expect(nodes);
  }

  /** From now on what does not end well was stopped, and did not fail. */
  noteStopped(): void {
    this.#isStopped = true;
  }

  setState(state: RunState): void {
    if (this.#run.state === state) return;
    this.#run = { ...this.#run, state };
    this.#tellRun();
  }

  /** Throws HF_DBT_RUN_LOST when another process ended the run: then its result must not reach readers. */
  async beginPublishing(): Promise<void> {
    this.setState('publishing');
    await this.flush();
    if (!(await this.#saveProgress())) throw new PlatformError('HF_DBT_RUN_LOST');
  }

  /** Stores what is left and ends the run. Nothing when another process had ended it already. */
  async finish(state: RunState, error: RunError | null): Promise<RunRow | undefined> {
    this.#nodes.abandon(this.#isStopped);
    // The last time while it is under way: what is stored after that is how it ended.
    this.#run = { ...this.#run, ...this.#nodes.counts };
    await this.flush();
    const row = await this.#stores.queue.finish(this.id, activeStates, { state, error });
    this.#run = row ? toRun(row) : { ...this.#run, state, error, finished_at: new Date().toISOString() };
    this.#tellRun();
    this.#add({ kind: 'end', run: this.#run });
    await this.flush();
    return row;
  }

  /** Resolves when everything so far is stored. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const written = this.#writing.then(() => this.#write());
    // A write that failed is told to its caller; the next one tries the same rows again.
    this.#writing = written.catch(() => {});
    await written;
  }

  #start(node: DbtEventNode, at: string): void {
    this.setState('running');
    this.#nodes.start(node, at);
  }

  #updateCounts(): void {
    this.#run = { ...this.#run, ...this.#nodes.counts };
    this.#tellRun();
  }

  #tellRun(): void {
    this.#add({ kind: 'run', run: this.#run });
  }

  #add(event: NewEvent): void {
    if (!this.#events.add(event)) return;
    this.#timer ??= setTimeout(() => void this.flush().catch(this.#onError), FLUSH_MILLISECONDS);
  }

  async #write(): Promise<void> {
    const { events } = this.#stores;
    await this.#nodes.store((nodes) => events.saveNodes(this.#origin, nodes));
    await this.#events.store((batch) => events.append(this.id, batch));
    if (activeStates.includes(this.#run.state)) await this.#saveProgress();
  }

  async #saveProgress(): Promise<boolean> {
    const { state, node_count, done_count, failed_count } = this.#run;
    return await this.#stores.queue.saveProgress(this.id, { state, node_count, done_count, failed_count });
  }
}
