import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PlatformError } from '@honeyframe/contract/errors';

/** Held until `release()` or the end of the process, however it ends. */
export interface DataDirLock {
  release(): void;
}

/** SQLite's result code for "another connection holds the lock". */
const SQLITE_BUSY = 5;

/**
 * Makes sure that one platform at a time uses a data directory.
 * Node has no flock; an exclusive SQLite transaction takes the same kernel lock, which dies with the process
 * (a lock file with a pid in it would survive kill -9 and lie after the pid is used again).
 */
export function lockDataDir(dataDir: string): DataDirLock {
  const holderFile = path.join(dataDir, 'lock.pid');
  const lockFile = path.join(dataDir, 'lock');
  const lock = new DatabaseSync(lockFile);
  try {
    // Whoever can open the file can hold the lock.
    chmodSync(lockFile, 0o600);
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw describeLockFailure(dataDir, holderFile, cause);
  }
  writeFileSync(holderFile, `${process.pid}\n`, { mode: 0o600 });
  return { release: () => lock.close() };
}

function describeLockFailure(dataDir: string, holderFile: string, cause: unknown): PlatformError {
  const busy = cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY;
  if (busy) {
    const context = { data_dir: dataDir, holder: describeHolder(holderFile) };
    return new PlatformError('HF_SYSTEM_DATA_DIR_LOCKED', context, { cause });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PlatformError('HF_SYSTEM_DATA_DIR_UNUSABLE', { data_dir: dataDir, reason }, { cause });
}

function describeHolder(holderFile: string): string {
  try {
    return ` (process ${readFileSync(holderFile, 'utf8').trim()})`;
  } catch {
    return '';
  }
}
