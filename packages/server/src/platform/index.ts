export { createLog, createSilentLog } from './create-log.ts';
export { type CreatePlatformOptions, createPlatform, type Platform } from './create-platform.ts';
export { type RestoreOptions, type RestoreReport, restore } from './restore.ts';
export { type ServeOptions, serve } from './serve.ts';
