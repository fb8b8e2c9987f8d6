import type { DbtCommand, DbtOrder, DbtOutcome, DbtRunner } from '../dbt-runner.ts';
import { describeInvocation } from './dbt-command.ts';
import type { DbtProcess } from './dbt-process.ts';
import { ProcessRunner } from './process-runner.ts';
import { defaultBounds, type RunBounds } from './run-bounds.ts';
import { startColdChild } from './start-cold-child.ts';
import { WarmParents, type WarmParentsOptions } from './warm-parents.ts';

export interface WarmParentRunnerOptions extends WarmParentsOptions {
  readonly log: { warn(context: object, message: string): void };
  readonly bounds?: RunBounds | undefined;
  readonly graceMilliseconds?: number;
}

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
  readonly #parents: WarmParents;
  #coldUntil = process.platform === 'linux' ? 0 : Number.POSITIVE_INFINITY;

  constructor(options: WarmParentRunnerOptions) {
    this.#options = options;
    this.#parents = new WarmParents(options);
    const { graceMilliseconds, bounds } = options;
    this.#runner = new ProcessRunner({
      start: (...order) => this.#start(...order),
      bounds,
      graceMilliseconds,
    });
  }

  build(order: DbtOrder): Promise<DbtOutcome> {
    return this.#runner.build(order);
  }

  parse(order: DbtOrder): Promise<DbtOutcome> {
    return this.#runner.parse(order);
  }

  docs(order: DbtOrder): Promise<DbtOutcome> {
    return this.#runner.docs(order);
  }

  async close(): Promise<void> {
    await this.#runner.close();
    await this.#parents.close();
  }

  async #start(command: DbtCommand, order: DbtOrder, stop: AbortSignal): Promise<DbtProcess> {
    const { bounds = defaultBounds, log } = this.#options;
    const invocation = describeInvocation({ command, order, bounds });
    if (performance.now() >= this.#coldUntil) {
      const parent = this.#parents.find(order.bin);
      try {
        await Promise.race([parent.ready(), rejectOnAbort(stop)]);
        const run = await parent.fork(invocation, order.output_folder);
        void run.exited.finally(() => this.#parents.rest(parent));
        return run;
      } catch (error) {
        stop.throwIfAborted();
        this.#coldUntil = performance.now() + RETRY_MILLISECONDS;
        log.warn({ err: error }, 'dbt runs in cold children for a while: its warm parent does not work.');
      }
    }
    return startColdChild(order.bin, invocation);
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
