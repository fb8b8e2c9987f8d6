import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Draft, DraftOwner, KeptDrafts } from '../warehouse-files.ts';

export const KEPT = '.kept';

type DraftFolder = Pick<Draft, 'folder'>;

/** Drafts in `<folder>/.kept/<org>/<name>/<key>`, on the file system of the versions, so that moving is a rename. */
export class FolderKeptDrafts implements KeptDrafts {
  readonly #folder: string;
  readonly #maxBytes: number;

  /** What is kept of one organisation weighs at most `maxBytes`. */
  constructor(warehouseFolder: string, maxBytes: number) {
    this.#folder = path.join(warehouseFolder, KEPT);
    this.#maxBytes = maxBytes;
  }

  async keep(owner: DraftOwner, { folder }: DraftFolder): Promise<boolean> {
    const bytes = await measureFile(path.join(folder, databaseOf(owner)));
    if (bytes === undefined) return false;
    await this.drop(owner.orgId, owner.name);
    if (bytes + (await this.measure(owner.orgId)) > this.#maxBytes) return false;
    const place = this.#placeOf(owner);
    await mkdir(place, { recursive: true, mode: 0o700 });
    await moveDatabase(folder, place, owner);
    return true;
  }

  async has(owner: DraftOwner): Promise<boolean> {
    return (await measureFile(path.join(this.#placeOf(owner), databaseOf(owner)))) !== undefined;
  }

  async take(owner: DraftOwner, { folder }: DraftFolder): Promise<boolean> {
    if (!(await this.has(owner))) return false;
    await moveDatabase(this.#placeOf(owner), folder, owner);
    await this.drop(owner.orgId, owner.name);
    return true;
  }

  async measure(orgId: string): Promise<number> {
    const folder = path.join(this.#folder, orgId);
    const files = await readdir(folder, { recursive: true }).catch(() => []);
    const sizes = await Promise.all(files.map((file) => measureFile(path.join(folder, file))));
    return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  }

  async drop(orgId: string, name: string): Promise<void> {
    await rm(path.join(this.#folder, orgId, name), { recursive: true, force: true });
  }

  /** Of every organisation. */
  async dropNames(names: readonly string[]): Promise<void> {
    for (const orgId of await readdir(this.#folder).catch(() => []))
      for (const name of names) await this.drop(orgId, name);
  }

  #placeOf({ orgId, name, key }: DraftOwner): string {
    return path.join(this.#folder, orgId, name, key);
  }
}

function databaseOf({ name }: DraftOwner): string {
  return `${name}.duckdb`;
}

/** With its write-ahead log: a killed build did not come to write that into the file. */
async function moveDatabase(from: string, to: string, owner: DraftOwner): Promise<void> {
  const file = databaseOf(owner);
  await rename(path.join(from, `${file}.wal`), path.join(to, `${file}.wal`)).catch(() => {});
  await rename(path.join(from, file), path.join(to, file));
}

/** Undefined for what is no file. */
async function measureFile(file: string): Promise<number | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? found.size : undefined;
}
