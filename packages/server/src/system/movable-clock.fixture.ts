import type { Clock } from './clock.ts';

/** A clock that stands still until a test moves it. */
export class MovableClock implements Clock {
  #time: number;

  constructor(time: string) {
    this.#time = Date.parse(time);
  }

  async now(): Promise<Date> {
    return new Date(this.#time);
  }

  moveTo(time: string | number | Date): void {
    this.#time = new Date(time).getTime();
  }
}

/** The same clock, as a node sees it whose own is wrong. */
export function skewClock(clock: Clock, seconds: number): Clock {
  return { now: async () => new Date((await clock.now()).getTime() + seconds * 1000) };
}
