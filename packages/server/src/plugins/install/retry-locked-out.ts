import { setTimeout as pause } from 'node:timers/promises';
import { PlatformError } from '@honeyframe/contract';
import { DatabaseError } from 'pg';

/** Of PostgreSQL: a lock was not to be had within `lock_timeout`; two transactions waited for each other. */
const lockedOut: ReadonlySet<string> = new Set(['55P03', '40P01']);
const ATTEMPTS = 3;
/** Requests that queued behind the lock that we waited for have their turn meanwhile. */
const PAUSE_MS = 200;

/**
 * Repeats a transaction that a lock kept from ending: whoever holds it may be done soon. `attempt` must leave nothing behind
 * when it throws. Throws HF_PLUGIN_LOCKED when the lock is still held.
 */
export async function retryLockedOut<T>(plugin: string, attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isLockedOut(error)) throw error;
      if (count === ATTEMPTS) throw new PlatformError('HF_PLUGIN_LOCKED', { plugin }, { cause: error });
      await pause(PAUSE_MS);
    }
  }
}

/** Also one that somebody has put into words of his own, with the database's as its cause. */
function isLockedOut(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.code !== undefined && lockedOut.has(error.code);
  return error instanceof Error && error.cause !== undefined && isLockedOut(error.cause);
}
