import { PlatformError } from '@honeyframe/contract';
import type { DbtNode, DbtRun, RunEvent, RunState } from '@honeyframe/contract/api';
import {
  activeStates,
  type DbtStore,
  type PositionedNode,
  type RunError,
  type RunRow,
  toRun,
} from '../dbt-store.ts';
import type { DbtEvent, DbtEventNode } from '../runner/dbt-event.ts';

/** How long an event may wait to be stored with others. Streams do not wait for it. */
const FLUSH_MILLISECONDS = 150;
/** Rows of one statement; PostgreSQL takes 65,535 parameters. */
const MAX_BATCH = 2000;
/** A run that says more than this has said enough; all of it is in its folder. */
const MAX_LOG_LINES = 20_000;

export interface UnchangedNode {
  readonly node: DbtEventNode;
  readonly message: string;
}

type NewEvent =
  | { readonly kind: 'run' | 'end'; readonly run: DbtRun }
  | { readonly kind: 'node'; readonly node: DbtNode }
  | { readonly kind: 'log'; readonly at: string; readonly level: string; readonly line: string };

/** dbt's words for how a node ended; those that are not here are the platform's too. */
const nodeStates: Readonly<Record<string, DbtNode['state']>> = {
  'runtime error': 'error',
  'partial success': 'error',
  'no-op': 'success',
  reused: 'success',
  started: 'error',
};
const knownStates: ReadonlySet<string> = new Set(['success', 'warn', 'error', 'fail', 'skipped', 'pass']);
const failedStates: ReadonlySet<string> = new Set(['error', 'fail']);

/** Keeps one run's state while this process builds it: at once for streams, soon after in the database. */
export class RunRecorder {
  readonly id: string;
  readonly #store: DbtStore;
  readonly #onError: (error: unknown) => void;
  readonly #events: RunEvent[] = [];
  readonly #nodes = new Map<string, PositionedNode>();
  readonly #changed = new Map<string, PositionedNode>();
  readonly #waiting = new Set<() => void>();
  #run: DbtRun;
  #stored = 0;
  #logLines = 0;
  #countedNodes = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(row: RunRow, store: DbtStore, onError: (error: unknown) => void) {
    this.id = row.id;
    this.#run = toRun(row);
    this.#store = store;
    this.#onError = onError;
    this.#add({ kind: 'run', run: this.#run });
  }

  get run(): DbtRun {
    return this.#run;
  }

  get nodes(): readonly DbtNode[] {
    return [...this.#nodes.values()].map(({ position: _, ...node }) => node);
  }

  get firstFailure(): DbtNode | undefined {
    return this.nodes.find((node) => failedStates.has(node.state));
  }

  /** Whether a table of this run is in its draft. */
  get hasBuilt(): boolean {
    return this.nodes.some(
      ({ state, resource_type }) => state === 'success' && !resource_type.endsWith('test'),
    );
  }

  get lastLogLine(): string | undefined {
    const last = this.#events.findLast((event) => event.kind === 'log');
    return last?.kind === 'log' ? last.line : undefined;
  }

  get lastSeq(): number {
    return this.#events.length;
  }

  /** Events after `seq`, from memory. */
  eventsAfter(seq: number): readonly RunEvent[] {
    return this.#events.slice(seq);
  }

  /** Called at the next event, once. Returns the disposer. */
  onNext(listener: () => void): () => void {
    this.#waiting.add(listener);
    return () => this.#waiting.delete(listener);
  }

  record(event: DbtEvent): void {
    if (event.kind === 'log') this.log(event.level, event.line, event.at);
    else if (event.kind === 'nodes_counted') this.#countNodes(event.total);
    else if (event.kind === 'node_started') this.#startNode(event.node, event.at);
    else if (event.kind === 'node_finished') this.#finishNode(event);
  }

  log(level: string, line: string, at: string): void {
    if (this.#logLines >= MAX_LOG_LINES) return;
    this.#logLines += 1;
    this.#add({ kind: 'log', at, level, line });
  }

  /** Nodes that the build does not come to, since nothing has changed for them. */
  leaveUnchanged(nodes: readonly UnchangedNode[]): void {
    for (const { node, message } of nodes) {
      if (this.#nodes.get(node.unique_id)?.state !== 'unchanged')
        this.#setNode({ ...createNode(node), state: 'unchanged', message });
    }
    this.#updateCounts();
  }

  /** Nodes that the build will come to, before it does. */
  expectNodes(nodes: readonly DbtEventNode[]): void {
    for (const node of nodes) {
      if (!this.#nodes.has(node.unique_id)) this.#setNode(createNode(node));
    }
  }

  setState(state: RunState): void {
    if (this.#run.state === state) return;
    this.#run = { ...this.#run, state };
    this.#add({ kind: 'run', run: this.#run });
  }

  /** Throws HF_DBT_RUN_LOST when another process ended the run: then its result must not reach readers. */
  async beginPublishing(): Promise<void> {
    this.setState('publishing');
    await this.flush();
    if (!(await this.#saveProgress())) throw new PlatformError('HF_DBT_RUN_LOST');
  }

  /** Stores what is left and ends the run. False when another process had ended it already. */
  async finish(state: RunState, error: RunError | null): Promise<boolean> {
    this.#abandonNodes();
    await this.flush();
    const row = await this.#store.finishRun(this.id, activeStates, { state, error });
    this.#run = row ? toRun(row) : { ...this.#run, state, error, finished_at: new Date().toISOString() };
    this.#add({ kind: 'run', run: this.#run });
    this.#add({ kind: 'end', run: this.#run });
    await this.flush();
    return row !== undefined;
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

  #countNodes(total: number): void {
    if (this.#countedNodes === total) return;
    this.#countedNodes = total;
    this.#updateCounts();
  }

  #startNode(node: DbtEventNode, at: string): void {
    this.setState('running');
    this.#setNode({ ...createNode(node), state: 'running', started_at: at });
  }

  #finishNode(event: Extract<DbtEvent, { kind: 'node_finished' }>): void {
    const known = this.#nodes.get(event.node.unique_id);
    const state = toNodeState(event.status);
    this.#setNode({
      ...createNode(event.node),
      state,
      started_at: known?.started_at ?? null,
      finished_at: event.at,
      seconds: event.seconds,
      rows: event.rows,
      message: event.message,
    });
    this.#updateCounts();
  }

  #abandonNodes(): void {
    for (const { position: _, ...node } of [...this.#nodes.values()]) {
      if (node.state === 'running') this.#setNode({ ...node, state: 'error', message: 'It did not end.' });
      if (node.state === 'queued') this.#setNode({ ...node, state: 'skipped' });
    }
  }

  #setNode(node: DbtNode): void {
    const position = this.#nodes.get(node.unique_id)?.position ?? this.#nodes.size;
    const positioned = { ...node, position };
    this.#nodes.set(node.unique_id, positioned);
    this.#changed.set(node.unique_id, positioned);
    this.#add({ kind: 'node', node });
  }

  #updateCounts(): void {
    const nodes = [...this.#nodes.values()];
    const isDone = (node: DbtNode) => node.state !== 'queued' && node.state !== 'running';
    const unchanged = nodes.filter(({ state }) => state === 'unchanged').length;
    this.#run = {
      ...this.#run,
      node_count: Math.max(this.#countedNodes + unchanged, nodes.length),
      done_count: nodes.filter(isDone).length,
      failed_count: nodes.filter((node) => failedStates.has(node.state)).length,
    };
    this.#add({ kind: 'run', run: this.#run });
  }

  #add(event: NewEvent): void {
    this.#events.push({ ...event, seq: this.#events.length + 1 } as RunEvent);
    for (const listener of [...this.#waiting]) listener();
    this.#waiting.clear();
    this.#timer ??= setTimeout(() => void this.flush().catch(this.#onError), FLUSH_MILLISECONDS);
  }

  async #write(): Promise<void> {
    const nodes = [...this.#changed.values()];
    await this.#store.saveNodes(this.id, nodes);
    for (const node of nodes) {
      if (this.#changed.get(node.unique_id) === node) this.#changed.delete(node.unique_id);
    }
    while (this.#stored < this.#events.length) {
      const events = this.#events.slice(this.#stored, this.#stored + MAX_BATCH);
      await this.#store.appendEvents(this.id, events);
      this.#stored += events.length;
    }
    if (activeStates.includes(this.#run.state)) await this.#saveProgress();
  }

  async #saveProgress(): Promise<boolean> {
    const { state, node_count, done_count, failed_count } = this.#run;
    return await this.#store.saveProgress(this.id, { state, node_count, done_count, failed_count });
  }
}

function createNode(node: DbtEventNode): DbtNode {
  const nothing = { started_at: null, finished_at: null, seconds: null, rows: null, message: null };
  const { unique_id, name, resource_type, materialisation } = node;
  return { unique_id, name, resource_type, materialisation, state: 'queued', ...nothing };
}

function toNodeState(status: string): DbtNode['state'] {
  if (knownStates.has(status)) return status as DbtNode['state'];
  return nodeStates[status] ?? 'error';
}
