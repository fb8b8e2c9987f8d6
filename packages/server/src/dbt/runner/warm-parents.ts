import { WarmParent } from './warm-parent.ts';
import { readOwnMemory } from './watch-bounds.ts';

export interface WarmParentsOptions {
  /** Runs that one parent forks before a new one takes its place. */
  readonly maxRuns?: number | undefined;
  /** How long one waits for the next run before it gives its memory back. */
  readonly idleMilliseconds?: number | undefined;
  /** What one may grow to. */
  readonly maxBytes?: number | undefined;
}

const MAX_RUNS = 500;
/** Longer than the distance of most schedules that are in a hurry; the next run waits 3 s for a new one. */
const IDLE_MILLISECONDS = 600_000;
/** It begins with some 110 MB, and runs nothing itself. */
const MAX_BYTES = 400 * 1024 ** 2;

/** The parent that serves, and those that end once their last run is over. */
export class WarmParents {
  readonly #options: WarmParentsOptions;
  readonly #all = new Set<WarmParent>();
  #current: WarmParent | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(options: WarmParentsOptions) {
    this.#options = options;
  }

  /** The one that serves; a new one when it is gone, has forked enough, or the environment is another. */
  find(bin: string): WarmParent {
    const { maxRuns = MAX_RUNS } = this.#options;
    clearTimeout(this.#idle);
    const current = this.#current;
    if (current && !current.isOver && current.bin === bin && current.forked < maxRuns) return current;
    this.#retire();
    const parent = new WarmParent(bin);
    this.#current = parent;
    this.#all.add(parent);
    void parent.ended.then(() => this.#all.delete(parent));
    return parent;
  }

  /** Call it when a run is over. */
  async rest(parent: WarmParent): Promise<void> {
    const { maxBytes = MAX_BYTES, idleMilliseconds = IDLE_MILLISECONDS } = this.#options;
    const bytes = parent.pid === undefined ? 0 : await readOwnMemory(parent.pid);
    if (parent !== this.#current || parent.isOver) return;
    if (bytes > maxBytes) this.#retire();
    else if (parent.running === 0) {
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => this.#retire(), idleMilliseconds);
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    await Promise.all([...this.#all].map((parent) => parent.close()));
  }

  #retire(): void {
    clearTimeout(this.#idle);
    const current = this.#current;
    this.#current = undefined;
    if (current && !current.isOver) void current.retire();
  }
}
