import { describeInvocation } from './dbt-command.ts';
import { ProcessRunner } from './process-runner.ts';
import { defaultBounds, type RunBounds } from './run-bounds.ts';
import { startColdChild } from './start-cold-child.ts';

export interface ColdChildRunnerOptions {
  readonly bounds?: RunBounds;
  readonly graceMilliseconds?: number;
}

/** Runs dbt as a child of its own for each order. */
export class ColdChildRunner extends ProcessRunner {
  constructor({ bounds = defaultBounds, graceMilliseconds }: ColdChildRunnerOptions = {}) {
    super({
      start: (command, order) => startColdChild(order.bin, describeInvocation({ command, order, bounds })),
      bounds,
      graceMilliseconds,
    });
  }
}
