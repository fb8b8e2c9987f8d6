import { setTimeout } from 'node:timers/promises';
import type { BaseLogger } from 'pino';
import { isAlive, type Postmaster } from './postmaster.ts';

export interface KeptPostmasterOptions {
  readonly first: Postmaster;
  /** Starts the server, or attaches to one that runs already. */
  readonly start: () => Promise<Postmaster>;
  readonly stop: (postmaster: Postmaster) => Promise<void>;
  readonly log: Pick<BaseLogger, 'info' | 'error'>;
}

/** Clients notice at once; nobody waits for this. */
const LOOK_MS = 250;
/** At first what is left of the old server may still be ending. */
const FIRST_WAIT_MS = 200;
const MAX_WAIT_MS = 30_000;

/** Looks after a server: one that ends without being told to is started again, later and later while that fails. */
export class KeptPostmaster {
  readonly #options: KeptPostmasterOptions;
  readonly #closing = new AbortController();
  readonly #keeping: Promise<void>;
  #postmaster: Postmaster;
  #stopping: Promise<void> | undefined;

  constructor(options: KeptPostmasterOptions) {
    this.#options = options;
    this.#postmaster = options.first;
    this.#keeping = this.#keep();
  }

  /** Calling it again does nothing. */
  async stop(): Promise<void> {
    this.#closing.abort();
    this.#stopping ??= this.#keeping.then(() => this.#options.stop(this.#postmaster));
    await this.#stopping;
  }

  async #keep(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      await this.#wait(LOOK_MS);
      if (this.#closing.signal.aborted || isAlive(this.#postmaster.pid)) continue;
      this.#options.log.error('The embedded PostgreSQL has ended by itself; it is started again.');
      await this.#startAgain();
    }
  }

  async #startAgain(): Promise<void> {
    for (let wait = FIRST_WAIT_MS; !this.#closing.signal.aborted; wait = Math.min(wait * 2, MAX_WAIT_MS)) {
      try {
        this.#postmaster = await this.#options.start();
        this.#options.log.info('The embedded PostgreSQL runs again.');
        return;
      } catch (error) {
        this.#options.log.error({ err: error, again_in_ms: wait }, 'The embedded PostgreSQL did not start.');
        await this.#wait(wait);
      }
    }
  }

  /** Holds nobody's process open. */
  async #wait(milliseconds: number): Promise<void> {
    await setTimeout(milliseconds, undefined, { signal: this.#closing.signal, ref: false }).catch(() => {});
  }
}
