import { existsSync, writeSync } from 'node:fs';

/** Where a process can be killed: around one SQL statement, or one call that changes a file. */
export interface CrashPoint {
  /**
   * `before` the call and `after` its answer; `sent`: the database has the statement and nobody waits for its answer;
   * `torn`: half of what was to be written is.
   */
  readonly moment: 'before' | 'sent' | 'torn' | 'after';
  /** `sql`, or the name of the file call. */
  readonly call: string;
  /** The statement, or the path. */
  readonly subject: string;
}

export interface CrashOptions {
  /** Only calls below this folder count. */
  readonly folder: string;
  /** The window is open from the beginning; else it opens with the step. */
  readonly fromBeginning: boolean;
  readonly at: CrashPlace;
}

/** The number of the point, from 1, at which the process ends, or the first one like this; 0 only lists points. */
export type CrashPlace = number | CrashPoint;

/** Files that a trace of system calls shows: they mark the window. */
export const markers = { begin: '/crash-points/begin', end: '/crash-points/end' } as const;

/** Counts points while its window is open, and ends the process at one of them. */
export class CrashCounter {
  readonly #options: CrashOptions;
  #open: boolean;
  #count = 0;
  readonly points: CrashPoint[] = [];

  constructor(options: CrashOptions) {
    this.#options = options;
    this.#open = options.fromBeginning;
  }

  get isListing(): boolean {
    return this.#options.at === 0;
  }

  begin(): void {
    existsSync(markers.begin);
    this.#open = true;
  }

  end(): void {
    this.#open = false;
    existsSync(markers.end);
  }

  concerns(place: string): boolean {
    return this.#open && (place === this.#options.folder || place.startsWith(`${this.#options.folder}/`));
  }

  /** `leave` makes what a call leaves that is interrupted in its middle. */
  pass(point: CrashPoint, leave: () => void = () => {}): void {
    if (!this.#open) return;
    this.#count += 1;
    if (this.#options.at === 0) this.points.push(point);
    if (!this.#isHere(point)) return;
    leave();
    writeSync(1, `${JSON.stringify({ killed: point })}\n`);
    process.kill(process.pid, 'SIGKILL');
  }

  #isHere({ moment, call, subject }: CrashPoint): boolean {
    const { at } = this.#options;
    if (typeof at === 'number') return this.#count === at;
    return at.moment === moment && at.call === call && at.subject === subject;
  }
}
