import { constants } from 'node:fs';
import { chmod, copyFile, link, mkdir, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { PostgresBinaries } from './locate-binaries.ts';

/**
 * Puts the binaries, completed by their symlinks, into `parent/<version>` and returns that folder.
 * A server that outlives the platform must not lose its files when `npm ci` replaces node_modules, and nothing may
 * be written there. Hard links make the copy nearly free on the same disk.
 */
export async function copyBinaries(binaries: PostgresBinaries, parent: string): Promise<string> {
  const target = path.join(parent, binaries.version);
  if (await exists(target)) return target;
  const unfinished = `${target}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await createOpenFolder(parent);
  await cloneFolder(binaries.folder, unfinished);
  for (const { source, target: name } of binaries.symlinks) {
    await symlink(path.basename(source), path.join(unfinished, withoutNative(name)));
  }
  await rename(unfinished, target);
  return target;
}

async function cloneFolder(from: string, to: string): Promise<void> {
  await createOpenFolder(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue; // An npm that ran the install script made some already.
    const source = path.join(from, entry.name);
    const target = path.join(to, entry.name);
    await (entry.isDirectory() ? cloneFolder(source, target) : cloneFile(source, target));
  }
}

/** Under a umask of 077 the account of the database could not enter what root makes. */
async function createOpenFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
}

/** Static libraries are for building against PostgreSQL; the server never opens them. */
const notNeeded = /\.(a|pc)$/;
const READABLE_BY_ALL = 0o004;

async function cloneFile(source: string, target: string): Promise<void> {
  if (notNeeded.test(source)) return;
  const { mode } = await stat(source);
  if (mode & READABLE_BY_ALL && (await tryLink(source, target))) return;
  await copyFile(source, target, constants.COPYFILE_FICLONE);
  await chmod(target, mode | 0o444 | ((mode & 0o100) === 0 ? 0 : 0o111));
}

/** False on another disk, and where the kernel lets only owners link. */
async function tryLink(source: string, target: string): Promise<boolean> {
  return link(source, target).then(
    () => true,
    () => false,
  );
}

/** 'native/lib/libpq.so.5' in the package is 'lib/libpq.so.5' here. */
function withoutNative(file: string): string {
  return file.replace(/^native\//, '');
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
