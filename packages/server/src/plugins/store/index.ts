export { packPlugin } from './archive/pack-plugin.ts';
export { type CreatePluginStoreOptions, createPluginStore } from './create-plugin-store.ts';
export { diffFiles, type FileChange } from './diff-files.ts';
export { createGenerationTraces } from './generation-traces.ts';
export type { PluginStore, StoredArchive, StoredGeneration } from './plugin-store.ts';
