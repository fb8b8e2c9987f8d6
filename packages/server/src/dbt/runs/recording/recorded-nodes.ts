import type { DbtNode } from '@honeyframe/contract/api';
import type { DbtEvent, DbtEventNode } from '../../runner/dbt-event.ts';
import type { PositionedNode } from '../stores/index.ts';

export interface UnchangedNode {
  readonly node: DbtEventNode;
  readonly message: string;
}

export interface NodeCounts {
  readonly node_count: number;
  readonly done_count: number;
  readonly failed_count: number;
}

/** dbt's words for how a node ended; those that are not here are the platform's too. */
const nodeStates: Readonly<Record<string, DbtNode['state']>> = {
  'runtime error': 'error',
  'partial success': 'error',
  'no-op': 'success',
  reused: 'success',
  started: 'error',
};
const knownStates: ReadonlySet<string> = new Set(['success', 'warn', 'error', 'fail', 'skipped', 'pass']);
/** What dbt goes through without making anything of it. */
const tableless: ReadonlySet<string> = new Set(['test', 'unit_test', 'exposure', 'saved_query']);
const stopped = { state: 'skipped', message: 'The build was cancelled.' } as const;
const failedStates: ReadonlySet<string> = new Set(['error', 'fail']);

/** The nodes of one run as they stand, in the order in which they were first heard of. */
export class RecordedNodes {
  readonly #onSet: (node: DbtNode) => void;
  readonly #nodes = new Map<string, PositionedNode>();
  readonly #changed = new Map<string, PositionedNode>();
  #announced = 0;

  constructor(onSet: (node: DbtNode) => void) {
    this.#onSet = onSet;
  }

  get all(): readonly DbtNode[] {
    return [...this.#nodes.values()].map(({ position: _, ...node }) => node);
  }

  get firstFailure(): DbtNode | undefined {
    return this.all.find((node) => failedStates.has(node.state));
  }

  /** Whether a table of this run is in its draft. */
  get hasBuilt(): boolean {
    return this.all.some(isBuiltTable);
  }

  get counts(): NodeCounts {
    const nodes = [...this.#nodes.values()];
    const isDone = (node: DbtNode) => node.state !== 'queued' && node.state !== 'running';
    const unchanged = nodes.filter(({ state }) => state === 'unchanged').length;
    return {
      node_count: Math.max(this.#announced + unchanged, nodes.length),
      done_count: nodes.filter(isDone).length,
      failed_count: nodes.filter((node) => failedStates.has(node.state)).length,
    };
  }

  /** How many dbt says that it will come to. False when that is known. */
  announce(total: number): boolean {
    if (this.#announced === total) return false;
    this.#announced = total;
    return true;
  }

  /** Nodes that dbt will come to, before it does. */
  expect(nodes: readonly DbtEventNode[]): void {
    for (const node of nodes) {
      if (!this.#nodes.has(node.unique_id)) this.#set(createNode(node));
    }
  }

  leaveUnchanged(nodes: readonly UnchangedNode[]): void {
    for (const { node, message } of nodes) {
      if (this.#nodes.get(node.unique_id)?.state !== 'unchanged')
        this.#set({ ...createNode(node), state: 'unchanged', message });
    }
  }

  start(node: DbtEventNode, at: string): void {
    this.#set({ ...createNode(node), state: 'running', started_at: at });
  }

  /** An error of a node that somebody stopped is only how its query ended. */
  finish(event: Extract<DbtEvent, { kind: 'node_finished' }>, isStopped: boolean): void {
    const known = this.#nodes.get(event.node.unique_id);
    const state = toNodeState(event.status);
    this.#set({
      ...createNode(event.node),
      state,
      started_at: known?.started_at ?? null,
      finished_at: event.at,
      seconds: event.seconds,
      rows: event.rows,
      message: event.message,
      ...(isStopped && state === 'error' && stopped),
    });
  }

  /** Nothing more will be heard of them; what somebody stopped did not fail. */
  abandon(isStopped: boolean): void {
    for (const node of this.all) {
      if (node.state === 'running')
        this.#set({ ...node, ...(isStopped ? stopped : { state: 'error', message: 'It did not end.' }) });
      if (node.state === 'queued') this.#set({ ...node, state: 'skipped' });
    }
  }

  /** Hands over what has changed since it was last stored; what changes meanwhile is changed still. */
  async store(save: (nodes: readonly PositionedNode[]) => Promise<void>): Promise<void> {
    const nodes = [...this.#changed.values()];
    await save(nodes);
    for (const node of nodes) {
      if (this.#changed.get(node.unique_id) === node) this.#changed.delete(node.unique_id);
    }
  }

  #set(node: DbtNode): void {
    const position = this.#nodes.get(node.unique_id)?.position ?? this.#nodes.size;
    const positioned = { ...node, position };
    this.#nodes.set(node.unique_id, positioned);
    this.#changed.set(node.unique_id, positioned);
    this.#onSet(node);
  }
}

/** Whether this run made a table of it, so that its draft holds what no version does. */
export function isBuiltTable({ state, resource_type }: DbtNode): boolean {
  return state === 'success' && !tableless.has(resource_type);
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
