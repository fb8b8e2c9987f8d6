import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract';
import type { Draft, DraftOwner } from '../warehouse-files.ts';
import { type FolderKeptDrafts, KEPT } from './kept-drafts.ts';

const DRAFTS = '.drafts';
const versionName = /^v\d+\.duckdb$/;

/** Drafts lie beside the versions, so that publishing is a rename. */
export async function createDraftFolder(warehouseFolder: string, owner?: DraftOwner): Promise<Draft> {
  const name = owner ? `${owner.orgId}.${owner.name}.${owner.key}` : randomUUID();
  const folder = path.join(warehouseFolder, DRAFTS, name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** Where a version lies, relative to the warehouse's folder. */
export function versionFile(orgId: string, name: string, version: number): string {
  return path.join(orgId, name, `v${String(version).padStart(6, '0')}.duckdb`);
}

/** What a draft weighs. Refuses one that its writer did not close: the rest would be in its write-ahead log. */
export async function measureDraft(name: string, draftFile: string): Promise<number> {
  const found = await stat(draftFile).catch(() => undefined);
  if (!found?.isFile()) throw new PlatformError('HF_WAREHOUSE_DRAFT_UNFINISHED', { name, reason: 'missing' });
  const log = await stat(`${draftFile}.wal`).catch(() => undefined);
  if (log) throw new PlatformError('HF_WAREHOUSE_DRAFT_UNFINISHED', { name, reason: 'still being written' });
  return found.size;
}

/** After this the version survives a power cut, so the pointer may name it. */
export async function moveDraft(draftFile: string, target: string): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  await chmod(draftFile, 0o600);
  await flush(draftFile);
  await rename(draftFile, target);
  await flush(path.dirname(target));
}

async function flush(target: string): Promise<void> {
  await using handle = await open(target, 'r');
  await handle.sync();
}

/** Removes what a killed platform left: drafts that nobody can go on with, and versions whose pointer was never written. */
export async function sweepFolder(
  warehouseFolder: string,
  known: ReadonlySet<string>,
  kept: FolderKeptDrafts,
): Promise<void> {
  for (const name of await listNames(path.join(warehouseFolder, DRAFTS))) {
    const [orgId, ofName, key] = name.split('.');
    if (!orgId || !ofName || !key) continue;
    const folder = path.join(warehouseFolder, DRAFTS, name);
    await kept.keep({ orgId, name: ofName, key }, { folder });
  }
  await rm(path.join(warehouseFolder, DRAFTS), { recursive: true, force: true });
  const files = await readdir(warehouseFolder, { recursive: true }).catch(() => []);
  const orphans = files.filter((file) => versionName.test(path.basename(file)) && !known.has(file));
  await Promise.all(orphans.map((file) => rm(path.join(warehouseFolder, file), { force: true })));
  await removeEmptyFolders(warehouseFolder);
}

export async function removeFiles(warehouseFolder: string, files: readonly string[]): Promise<void> {
  await Promise.all(files.map((file) => rm(path.join(warehouseFolder, file), { force: true })));
}

/** Removes the folders of names, and of organisations, that hold nothing any more. */
export async function removeEmptyFolders(warehouseFolder: string): Promise<void> {
  for (const org of await listNames(warehouseFolder)) {
    if (org === DRAFTS || org === KEPT) continue;
    const folder = path.join(warehouseFolder, org);
    for (const name of await listNames(folder)) await removeEmpty(path.join(folder, name));
    await removeEmpty(folder);
  }
}

/** Files of versions, relative to the folder. */
export async function listVersions(warehouseFolder: string): Promise<string[]> {
  const files = await readdir(warehouseFolder, { recursive: true }).catch(() => []);
  return files.filter((file) => versionName.test(path.basename(file)) && !file.startsWith(DRAFTS));
}

async function listNames(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** A publish may put a version into it at this very moment; then it stays. */
async function removeEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch(() => {});
}
