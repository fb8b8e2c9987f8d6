import type { DbtCommand, DbtOrder, DbtOutcome, DbtRunner } from '../dbt-runner.ts';
import { describeInvocation, MEMORY_BYTES } from './dbt-command.ts';
import type { DbtProcess } from './dbt-process.ts';
import { ProcessRunner } from './process-runner.ts';
import { startColdChild } from './start-cold-child.ts';
import { WarmParent } from './warm-parent.ts';

export interface WarmParentRunnerOptions {
  readonly log: { warn(context: object, message: string): void };
  /** How much memory a run may map for its own use. */
  readonly memoryBytes?: number;
  readonly graceMilliseconds?: number;
  /** Runs that one parent forks before a new one takes its place. */
  readonly maxRuns?: number;
}

const MAX_RUNS = 500;
/** After a failure cold children serve for so long. */
const RETRY_MILLISECONDS = 60_000;

/**
 * Forks each run from a Python process that has imported dbt. That parent starts with the first order, which waits for
 * it no longer than its own imports would take. Where there can be none (macOS, where a fork without exec is unsafe; an
 * old kernel), or while it fails, cold children serve.
 */
export class WarmParentRunner implements DbtRunner {
  readonly #options: WarmParentRunnerOptions;
  readonly #runner: ProcessRunner;
  readonly #parents = new Set<WarmParent>();
  #parent: WarmParent | undefined;
  #coldUntil = process.platform === 'linux' ? 0 : Number.POSITIVE_INFINITY;

  constructor(options: WarmParentRunnerOptions) {
    this.#options = options;
    const { graceMilliseconds } = options;
    this.#runner = new ProcessRunner({ start: (...order) => this.#start(...order), graceMilliseconds });
  }

  build(order: DbtOrder): Promise<DbtOutcome> {
    return this.#runner.build(order);
  }

  parse(order: DbtOrder): Promise<DbtOutcome> {
    return this.#runner.parse(order);
  }

  async close(): Promise<void> {
    await this.#runner.close();
    await Promise.all([...this.#parents].map((parent) => parent.close()));
  }

  async #start(command: DbtCommand, order: DbtOrder, stop: AbortSignal): Promise<DbtProcess> {
    const { memoryBytes = MEMORY_BYTES, log } = this.#options;
    const invocation = describeInvocation({ command, order, memoryBytes });
    if (performance.now() >= this.#coldUntil) {
      const parent = this.#findParent(order.bin);
      try {
        await Promise.race([parent.ready(), rejectOnAbort(stop)]);
        return await parent.fork(invocation, order.output_folder);
      } catch (error) {
        stop.throwIfAborted();
        this.#coldUntil = performance.now() + RETRY_MILLISECONDS;
        log.warn({ err: error }, 'dbt runs in cold children for a while: its warm parent does not work.');
      }
    }
    return startColdChild(order.bin, invocation);
  }

  /** The one that serves; a new one when it is gone, has forked enough, or the environment is another. */
  #findParent(bin: string): WarmParent {
    const { maxRuns = MAX_RUNS } = this.#options;
    const current = this.#parent;
    if (current && !current.isOver && current.bin === bin && current.forked < maxRuns) return current;
    if (current && !current.isOver) void current.retire();
    const parent = new WarmParent(bin);
    this.#parent = parent;
    this.#parents.add(parent);
    void parent.ended.then(() => this.#parents.delete(parent));
    return parent;
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
