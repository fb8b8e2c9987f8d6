import type { Queries } from '../database/index.ts';

/** What a job carries: a hint, small and JSON. The truth is in the table that the job speaks of. */
export type JobPayload = Readonly<Record<string, unknown>>;

export type JobHandler = (payload: JobPayload) => Promise<void>;

export interface WorkOptions {
  /** Jobs of this queue at a time in this process; 1 where it is left out. */
  readonly concurrency?: number;
}

export interface JobRetry {
  readonly times: number;
  /** Before the first time; each later wait is about twice the one before. */
  readonly delay_seconds: number;
}

export interface SendOptions {
  /** The owner's transaction that the job is a part of; whoever commits it wakes those who wait for the job. */
  readonly within?: Queries;
  /** How a handler that throws is called again; twice, at once, where it is left out. */
  readonly retry?: JobRetry;
}

/** Delivers jobs to whichever platform process takes them. It only delivers: a job may come twice, or late. */
export interface JobQueue {
  send(queue: string, payload: JobPayload, options?: SendOptions): Promise<void>;
  /** Returns the disposer that stops this work. */
  work(queue: string, handler: JobHandler, options?: WorkOptions): Promise<() => Promise<void>>;
  /** With `drain` it waits for handlers that run. */
  stop(options: { readonly drain: boolean }): Promise<void>;
}
