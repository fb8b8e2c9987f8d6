/** What time it is, for everything that must happen at a time on every node. */
export interface Clock {
  now(): Promise<Date>;
}
