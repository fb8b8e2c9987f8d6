import path from 'node:path';
import type { PluginTraces } from '@honeyframe/host';
import type { Queries } from '../../../database/index.ts';
import { createPluginFolders, listFolders } from '../../../system/index.ts';

/** Translated TypeScript, by the way of translating and the plugin. */
export function createModuleTraces(dataDir: string): PluginTraces<Queries> {
  const cache = path.join(dataDir, 'cache', 'modules');
  const roots = async () => (await listFolders(cache)).map((name) => path.join(cache, name));
  return createPluginFolders({ name: 'modules', kind: 'translated code', roots });
}
