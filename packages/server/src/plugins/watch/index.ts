export { type WatchFoldersOptions, watchFolders } from './watch-folders.ts';
