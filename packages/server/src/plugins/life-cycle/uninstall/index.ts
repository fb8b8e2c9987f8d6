export { createFolderTraces } from './folder-traces.ts';
export { recoverFolders } from './folder-trash.ts';
export { bindOrphanRoutes } from './orphans.routes.ts';
export { findOrphans, sweepLeftOvers } from './orphans.ts';
export { readyUninstallStep } from './uninstall-step.ts';
