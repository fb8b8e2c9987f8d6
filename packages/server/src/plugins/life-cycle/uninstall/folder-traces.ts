import type { PluginTraces } from '@honeyframe/host';
import type { Queries } from '../../../database/index.ts';
import { findTrash } from './folder-trash.ts';

/** Dropped-in folders. The step itself moves them, in the moment of its commit; here is what that may leave. */
export function createFolderTraces(dataDir: string): PluginTraces<Queries> {
  return {
    name: 'folders',
    isKept: false,
    describe: async () => [],
    purge: async () => async () => {},
    findOrphans: (queries) => findTrash(dataDir, queries),
  };
}
