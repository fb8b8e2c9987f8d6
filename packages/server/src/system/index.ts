export { describeListenError } from './describe-listen-error.ts';
export { type FileLock, tryLockFile } from './file-lock.ts';
export { inParallel } from './in-parallel.ts';
export { createDataDir, type DataDir, type OpenDataDirOptions, openDataDir } from './open-data-dir.ts';
export { listenForOperator, SOCKET_RECORD } from './operator-socket.ts';
export { createPluginFolders, describeLeftOver, listFolders } from './plugin-folders.ts';
export { readSettings, type Settings } from './read-settings.ts';
export { requireFreeSpace } from './require-free-space.ts';
export { loadSecretKey } from './secret-key.ts';
