import type { DbtCommand, DbtOrder, DbtOutcome, DbtRunner } from '../dbt-runner.ts';
import type { DbtProcess } from './dbt-process.ts';
import { followProcess } from './follow-process.ts';
import { defaultBounds, type RunBounds } from './run-bounds.ts';

export interface ProcessRunnerOptions {
  /** May reject when `stop` is aborted meanwhile. */
  readonly start: (
    command: DbtCommand,
    order: DbtOrder,
    stop: AbortSignal,
  ) => DbtProcess | Promise<DbtProcess>;
  readonly bounds?: RunBounds | undefined;
  /** How long after the first signal the second one follows, which nothing survives. */
  readonly graceMilliseconds?: number | undefined;
}

/** Runs dbt in processes that somebody starts, and waits for them when it closes. */
export class ProcessRunner implements DbtRunner {
  readonly #options: ProcessRunnerOptions;
  readonly #running = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();

  constructor(options: ProcessRunnerOptions) {
    this.#options = options;
  }

  build(order: DbtOrder): Promise<DbtOutcome> {
    return this.#run('build', order);
  }

  parse(order: DbtOrder): Promise<DbtOutcome> {
    return this.#run('parse', order);
  }

  docs(order: DbtOrder): Promise<DbtOutcome> {
    return this.#run('docs', order);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#running);
  }

  async #run(command: DbtCommand, order: DbtOrder): Promise<DbtOutcome> {
    const { start, bounds = defaultBounds, graceMilliseconds } = this.#options;
    const running = followProcess({
      order,
      start: (stop) => start(command, order, stop),
      closing: this.#closing.signal,
      bounds,
      graceMilliseconds,
    });
    const tracked = running.catch(() => {});
    this.#running.add(tracked);
    try {
      return await running;
    } finally {
      this.#running.delete(tracked);
    }
  }
}
