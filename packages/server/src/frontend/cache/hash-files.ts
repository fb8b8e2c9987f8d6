import { createHash } from 'node:crypto';
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

/** One hash over names and contents; any change of an input changes it. Reads side by side: it is waited for at every start. */
export async function hashFiles({ paths, base, salt = '' }: HashFilesOptions): Promise<string> {
  const described = await Promise.all(paths.map((place) => describePath(place, base)));
  const hash = createHash('sha256').update(salt);
  for (const part of described.flat()) hash.update('\0').update(part);
  return hash.digest('hex').slice(0, HASH_LENGTH);
}

type Part = string | Buffer;

/** What of a file or folder goes into the hash, in an order that does not depend on the disk. */
async function describePath(place: string, base: string): Promise<Part[]> {
  const name = path.relative(base, place);
  const stat = await lstat(place).catch(() => undefined);
  if (!stat) return [`none ${name}`];
  if (stat.isSymbolicLink()) return [`link ${name} ${await readlink(place)}`];
  if (stat.isDirectory()) return describeFolder(place, base);
  if (!stat.isFile()) return [];
  // Vendored packages are many and large, and not edited by hand: their sizes and times stand for them.
  if (name.split(path.sep).includes('node_modules')) return [`package ${name} ${stat.size} ${stat.mtimeMs}`];
  return [`file ${name} ${stat.size}`, await readFile(place)];
}

async function describeFolder(folder: string, base: string): Promise<Part[]> {
  const names = (await readdir(folder)).filter((name) => !isIrrelevant(name)).sort();
  const parts = await Promise.all(names.map((name) => describePath(path.join(folder, name), base)));
  return parts.flat();
}

function isIrrelevant(name: string): boolean {
  return name.startsWith('.') || /\.test\.tsx?$/.test(name);
}
