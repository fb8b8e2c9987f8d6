import { lstat, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Orphan, PluginTraces } from '@honeyframe/host';
import { findInstalledSlugs, type Queries } from '../database/index.ts';
import { measureFolder } from './measure-folder.ts';

export interface PluginFoldersOptions {
  readonly name: string;
  /** What a folder is, in words. */
  readonly kind: string;
  /** Absolute folders that hold one folder for each plugin, named by its slug. */
  readonly roots: () => Promise<readonly string[]>;
}

/** Folders by slug that can be made again at any time: builds, translated code. */
export function createPluginFolders({ name, kind, roots }: PluginFoldersOptions): PluginTraces<Queries> {
  const find = async (slug: string): Promise<string[]> => {
    const folders = (await roots()).map((root) => path.join(root, slug));
    const present = await Promise.all(folders.map(exists));
    return folders.filter((_, index) => present[index]);
  };
  return {
    name,
    isKept: false,
    describe: async (_queries, slug) => {
      const folders = await find(slug);
      // No data that is lost: whoever uninstalls need not agree to it.
      return folders.map((folder) => ({ surface: 'files', name: folder, detail: kind }));
    },
    purge: async (_transaction, slug) => async () => {
      for (const folder of await find(slug)) await rm(folder, { recursive: true, force: true });
    },
    findOrphans: async (queries) => {
      const known = await findInstalledSlugs(queries);
      const names = await Promise.all(
        (await roots()).map(async (root) =>
          (await listFolders(root)).filter((slug) => !known.has(slug)).map((slug) => path.join(root, slug)),
        ),
      );
      return names.flat().map((folder) => describeLeftOver(kind, folder));
    },
  };
}

/** A folder that can go at any time. */
export function describeLeftOver(kind: string, folder: string, name = folder): Orphan {
  return {
    kind,
    name,
    detail: 'nothing that is installed uses it; it is removed',
    isLeftOver: true,
    measure: () => measureFolder(folder),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Names of the folders in a folder; none where it does not exist. */
export async function listFolders(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

async function exists(place: string): Promise<boolean> {
  return lstat(place).then(
    () => true,
    () => false,
  );
}
