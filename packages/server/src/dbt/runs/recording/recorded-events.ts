import type { DbtNode, DbtRun, RunEvent } from '@honeyframe/contract/api';

/** Rows of one statement; PostgreSQL takes 65,535 parameters. */
const MAX_BATCH = 2000;
/** A run that says more than this has said enough; all of it is in its folder. */
const MAX_LOG_LINES = 20_000;

export type NewEvent =
  | { readonly kind: 'run' | 'end'; readonly run: DbtRun }
  | { readonly kind: 'node'; readonly node: DbtNode }
  | { readonly kind: 'log'; readonly at: string; readonly level: string; readonly line: string };

/** The events of one run in their order: at once for whoever waits, some later for the database. */
export class RecordedEvents {
  readonly #events: RunEvent[] = [];
  readonly #waiting = new Set<() => void>();
  #stored = 0;
  #logLines = 0;

  get lastSeq(): number {
    return this.#events.length;
  }

  get lastLogLine(): string | undefined {
    const last = this.#events.findLast((event) => event.kind === 'log');
    return last?.kind === 'log' ? last.line : undefined;
  }

  after(seq: number): readonly RunEvent[] {
    return this.#events.slice(seq);
  }

  /** Called at the next event, once. Returns the disposer. */
  onNext(listener: () => void): () => void {
    this.#waiting.add(listener);
    return () => this.#waiting.delete(listener);
  }

  /** False when it was left out. */
  add(event: NewEvent): boolean {
    if (event.kind === 'log' && this.#logLines++ >= MAX_LOG_LINES) return false;
    this.#events.push({ ...event, seq: this.#events.length + 1 } as RunEvent);
    for (const listener of [...this.#waiting]) listener();
    this.#waiting.clear();
    return true;
  }

  /** Hands over what is not stored yet. */
  async store(append: (events: readonly RunEvent[]) => Promise<void>): Promise<void> {
    while (this.#stored < this.#events.length) {
      const events = this.#events.slice(this.#stored, this.#stored + MAX_BATCH);
      await append(events);
      this.#stored += events.length;
    }
  }
}
