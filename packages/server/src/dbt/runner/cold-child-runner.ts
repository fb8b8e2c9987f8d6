import { describeInvocation, MEMORY_BYTES } from './dbt-command.ts';
import { ProcessRunner } from './process-runner.ts';
import { startColdChild } from './start-cold-child.ts';

export interface ColdChildRunnerOptions {
  /** How much memory a run may map for its own use. */
  readonly memoryBytes?: number;
  readonly graceMilliseconds?: number;
}

/** Runs dbt as a child of its own for each order. */
export class ColdChildRunner extends ProcessRunner {
  constructor({ memoryBytes = MEMORY_BYTES, graceMilliseconds }: ColdChildRunnerOptions = {}) {
    super({
      start: (command, order) =>
        startColdChild(order.bin, describeInvocation({ command, order, memoryBytes })),
      graceMilliseconds,
    });
  }
}
