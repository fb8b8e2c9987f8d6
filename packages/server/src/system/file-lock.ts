import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** Held until `release()` or the end of the process, however it ends. */
export interface FileLock {
  release(): void;
}

/** SQLite's result code for "another connection holds the lock". */
const SQLITE_BUSY = 5;

/**
 * Locks a file against every other process and every other caller in this one; undefined when it is taken.
 * Node has no flock; an exclusive SQLite transaction takes the same kernel lock, which dies with the process
 * (a lock file with a pid in it would survive kill -9 and lie after the pid is used again).
 */
export function tryLockFile(file: string): FileLock | undefined {
  const lock = new DatabaseSync(file);
  try {
    // Whoever can open the file can hold the lock.
    chmodSync(file, 0o600);
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    return { release: () => lock.close() };
  } catch (error) {
    lock.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
}
