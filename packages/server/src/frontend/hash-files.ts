import { createHash, type Hash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';

/** Long enough to be unique among the builds of one platform, short enough to be read in an address. */
const HASH_LENGTH = 20;

export interface HashFilesOptions {
  /** Files and folders, absolute; one that does not exist counts as such. */
  readonly paths: readonly string[];
  /** Paths are hashed relative to this folder, so that a moved copy keeps its hash. */
  readonly base: string;
  /** Further text that the result depends on. */
  readonly salt?: string;
}

/** One hash over names and contents; any change of an input changes it. */
export async function hashFiles({ paths, base, salt = '' }: HashFilesOptions): Promise<string> {
  const hash = createHash('sha256').update(salt);
  for (const place of paths) await addPath(hash, place, base);
  return hash.digest('hex').slice(0, HASH_LENGTH);
}

async function addPath(hash: Hash, place: string, base: string): Promise<void> {
  const name = path.relative(base, place);
  const stat = await lstat(place).catch(() => undefined);
  if (!stat) return void hash.update(`\0none ${name}`);
  if (stat.isSymbolicLink()) return void hash.update(`\0link ${name} ${await readlink(place)}`);
  if (stat.isDirectory()) return addFolder(hash, place, base);
  if (!stat.isFile()) return;
  // Vendored packages are many and large, and not edited by hand: their sizes and times stand for them.
  if (name.split(path.sep).includes('node_modules')) {
    return void hash.update(`\0package ${name} ${stat.size} ${stat.mtimeMs}`);
  }
  hash.update(`\0file ${name} ${stat.size}\0`).update(await readFile(place));
}

async function addFolder(hash: Hash, folder: string, base: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => !isIrrelevant(name)).sort();
  for (const name of names) await addPath(hash, path.join(folder, name), base);
}

function isIrrelevant(name: string): boolean {
  return name.startsWith('.') || /\.test\.tsx?$/.test(name);
}
