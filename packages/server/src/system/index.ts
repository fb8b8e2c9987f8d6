export { describeListenError } from './describe-listen-error.ts';
export { type FileLock, tryLockFile } from './file-lock.ts';
export { type DataDir, type OpenDataDirOptions, openDataDir } from './open-data-dir.ts';
export { readSettings, type Settings } from './read-settings.ts';
export { requireFreeSpace } from './require-free-space.ts';
