import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract/errors';
import { type FileLock, tryLockFile } from './file-lock.ts';

/** Makes sure that one platform at a time uses a data directory. */
export function lockDataDir(dataDir: string): FileLock {
  const holderFile = path.join(dataDir, 'lock.pid');
  const lock = tryLock(dataDir);
  if (!lock) {
    const context = { data_dir: dataDir, holder: describeHolder(holderFile) };
    throw new PlatformError('HF_SYSTEM_DATA_DIR_LOCKED', context);
  }
  writeFileSync(holderFile, `${process.pid}\n`, { mode: 0o600 });
  return lock;
}

function tryLock(dataDir: string): FileLock | undefined {
  try {
    return tryLockFile(path.join(dataDir, 'lock'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PlatformError('HF_SYSTEM_DATA_DIR_UNUSABLE', { data_dir: dataDir, reason }, { cause });
  }
}

function describeHolder(holderFile: string): string {
  try {
    return ` (process ${readFileSync(holderFile, 'utf8').trim()})`;
  } catch {
    return '';
  }
}
