export { type BackupRoutesOptions, bindBackupRoutes } from './backup.routes.ts';
export { type CreateBackupOptions, createBackup } from './create-backup.ts';
export { keyId } from './key-id.ts';
export { placeFolders, placeKey } from './restore/place-files.ts';
export { requireEmptyTarget, restoredFolders } from './restore/require-empty-target.ts';
export { restoreDatabase } from './restore/restore-database.ts';
export { type StagedBackup, stageBackup } from './restore/stage-backup.ts';
