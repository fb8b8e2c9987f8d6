import path from 'node:path';
import type { PluginTraces } from '@honeyframe/host';
import type { Queries } from '../database/index.ts';
import { createPluginFolders } from '../system/index.ts';

/** Built pages and blocks. */
export function createBuildTraces(dataDir: string): PluginTraces<Queries> {
  const roots = async () => [path.join(dataDir, 'builds', 'plugins')];
  return createPluginFolders({ name: 'builds', kind: 'built pages', roots });
}
