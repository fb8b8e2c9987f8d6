import { randomUUID } from 'node:crypto';
import { lstat, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Orphan } from '@honeyframe/host';
import type { Queries } from '../../../database/index.ts';
import { measureFolder } from '../../../system/index.ts';

/** Discovery passes over names that begin with a dot. */
const TRASH = '.trash.';

export interface TrashedPlugin {
  readonly slug: string;
  readonly installed_at: Date;
}

/** A folder that is out of the way until it is decided whether it goes. */
export interface TrashedFolder {
  putBack(): Promise<void>;
  /** Call it when the transaction is committed. */
  remove(): Promise<void>;
}

/** `<DATA_DIR>/plugins/<slug>`: what somebody dropped in. */
export function customerFolder(dataDir: string, slug: string): string {
  return path.join(dataDir, 'plugins', slug);
}

/**
 * Moves a dropped-in folder aside, in the moment before the commit: a start that found it would install the plugin again.
 * The name says which installation it was, so that a start after a crash knows whether the commit came. It stays in its
 * parent, which may be a disk of its own, and a link is moved, not what it leads to.
 */
export async function trashFolder(
  dataDir: string,
  plugin: TrashedPlugin,
): Promise<TrashedFolder | undefined> {
  const folder = customerFolder(dataDir, plugin.slug);
  if (!(await exists(folder))) return undefined;
  const name = `${TRASH}${plugin.slug}.${plugin.installed_at.getTime()}.${randomUUID()}`;
  const aside = path.join(dataDir, 'plugins', name);
  await rename(folder, aside);
  return {
    putBack: () => rename(aside, folder),
    remove: () => rm(aside, { recursive: true, force: true }),
  };
}

/** After a crash: puts back what belongs to an installation that is still there. Call it before folders are looked for. */
export async function recoverFolders(dataDir: string, queries: Queries): Promise<void> {
  const trashed = await listTrash(dataDir);
  if (trashed.length === 0) return;
  const installations = await findInstallations(queries);
  for (const { place, slug, installation } of trashed) {
    const folder = customerFolder(dataDir, slug);
    if (installations.has(installation) && !(await exists(folder))) await rename(place, folder);
  }
}

/** Folders whose uninstallation was committed, or in whose place somebody has put another one. */
export async function findTrash(dataDir: string, queries: Queries): Promise<Orphan[]> {
  const installations = await findInstallations(queries);
  const trashed = await listTrash(dataDir);
  const replaced = await Promise.all(trashed.map(({ slug }) => exists(customerFolder(dataDir, slug))));
  return trashed
    .filter(({ installation }, index) => !installations.has(installation) || replaced[index])
    .map(({ place, slug }) => ({
      kind: 'trash',
      name: path.relative(dataDir, place),
      detail: `the folder of '${slug}', which was uninstalled; it is removed`,
      isLeftOver: true,
      measure: () => measureFolder(place),
      remove: () => rm(place, { recursive: true, force: true }),
    }));
}

async function findInstallations(queries: Queries): Promise<Set<string>> {
  const rows = await queries.selectFrom('plugins').select(['slug', 'installed_at']).execute();
  return new Set(rows.map(({ slug, installed_at }) => `${slug}.${installed_at.getTime()}`));
}

async function listTrash(dataDir: string) {
  const parent = path.join(dataDir, 'plugins');
  const names = await readdir(parent).catch(() => []);
  return names.flatMap((name) => {
    if (!name.startsWith(TRASH)) return [];
    const [slug = '', time = ''] = name.slice(TRASH.length).split('.');
    return [{ place: path.join(parent, name), slug, installation: `${slug}.${time}` }];
  });
}

async function exists(place: string): Promise<boolean> {
  return lstat(place).then(
    () => true,
    () => false,
  );
}
