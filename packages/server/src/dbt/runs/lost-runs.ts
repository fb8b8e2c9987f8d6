import { PlatformError } from '@honeyframe/contract';
import { endRun } from './end-run.ts';
import type { RunsOptions } from './runs-options.ts';
import { activeStates } from './stores/index.ts';
import { tellUntoldEnds } from './tell-run-end.ts';

/** How often runs without a process, and runs whose job was lost, are looked for. */
const SWEEP_MILLISECONDS = 5000;

export interface LostRunsOptions extends Pick<RunsOptions, 'stores' | 'auditLog' | 'onEnded' | 'log'> {
  /** Called when runs wait that nobody may have been told of. */
  readonly onQueued: () => void;
}

/**
 * Ends runs whose process is gone, so that none is 'running' for ever, and tells what that process could not; once at
 * first, then every few seconds.
 */
export class LostRuns {
  readonly #options: LostRunsOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LostRunsOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#timer = setInterval(() => void this.#sweep(), SWEEP_MILLISECONDS);
    await this.#sweep();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #sweep(): Promise<void> {
    const steps = [
      () => tellUntoldEnds(this.#options),
      () => this.#endExpired(),
      () => this.#wakeForQueued(),
    ];
    for (const step of steps)
      await step().catch((err: unknown) =>
        this.#options.log.warn({ err }, 'Looking for lost dbt runs failed.'),
      );
  }

  /** Its job may have been lost with the process that took it, or have come before dbt was ready. */
  async #wakeForQueued(): Promise<void> {
    if (await this.#options.stores.queue.hasQueued()) this.#options.onQueued();
  }

  async #endExpired(): Promise<void> {
    const { stores } = this.#options;
    const lost = { from: activeStates, state: 'lost', reason: new PlatformError('HF_DBT_RUN_LOST') } as const;
    const done = { from: activeStates, state: 'success', reason: null } as const;
    for (const { row, hasPublished } of await stores.queue.listExpired()) {
      if (!hasPublished) await stores.events.abandonNodes(row.id);
      await endRun(row, hasPublished ? done : lost, this.#options);
    }
  }
}
