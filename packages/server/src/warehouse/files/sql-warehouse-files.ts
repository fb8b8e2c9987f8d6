import path from 'node:path';
import { PlatformError } from '@honeyframe/contract';
import type { Queries } from '../../database/index.ts';
import type {
  Hold,
  PublishedListener,
  PublishOptions,
  RemovedListener,
  RollBackOptions,
  RolledBack,
  WarehouseFile,
  WarehouseFiles,
  WarehouseVersion,
} from '../warehouse-files.ts';
import { requireWarehouseName } from '../warehouse-name.ts';
import { chooseSurplus, type KeepLimits } from './choose-surplus.ts';
import { Holds } from './holds.ts';
import { FolderKeptDrafts } from './kept-drafts.ts';
import {
  createDraftFolder,
  measureDraft,
  moveDraft,
  removeEmptyFolders,
  removeFiles,
  versionFile,
} from './warehouse-folder.ts';
import {
  deleteNames,
  deleteVersions,
  insertCurrent,
  lockName,
  moveCurrent,
  selectCurrent,
  selectNewest,
  selectVersions,
  type VersionRow,
} from './warehouse-store.ts';

export interface SqlWarehouseFilesOptions extends KeepLimits {
  readonly queries: Queries;
  /** Absolute; `<org_id>/<name>/v000001.duckdb` lies under it. */
  readonly folder: string;
}

/** Files on the disk, with pointers in the platform database. */
export class SqlWarehouseFiles implements WarehouseFiles {
  readonly #queries: Queries;
  readonly #folder: string;
  readonly kept: FolderKeptDrafts;
  readonly #limits: KeepLimits;
  readonly #holds = new Holds();
  readonly #listeners = new Set<PublishedListener>();
  readonly #removedListeners = new Set<RemovedListener>();

  constructor(options: SqlWarehouseFilesOptions) {
    this.#queries = options.queries;
    this.#folder = options.folder;
    this.#limits = options;
    this.kept = new FolderKeptDrafts(options.folder, options.historyBytes);
  }

  async current(orgId: string, name: string): Promise<WarehouseFile | undefined> {
    const [file] = await this.currentSet(orgId, [name]);
    return file;
  }

  async currentSet(orgId: string, names: readonly string[]): Promise<WarehouseFile[]> {
    const rows = await selectCurrent(this.#queries, orgId, names);
    return rows.map((row) => this.#toFile(row));
  }

  async holdSet(orgId: string, names: readonly string[]): Promise<Hold> {
    const files = await this.currentSet(orgId, names);
    return { files, release: this.#holds.take(files.map((file) => file.id)) };
  }

  async list(orgId: string): Promise<WarehouseFile[]> {
    const rows = await selectCurrent(this.#queries, orgId);
    return rows.map((row) => this.#toFile(row));
  }

  createDraft(orgId: string, name: string, key?: string) {
    requireWarehouseName(name);
    return createDraftFolder(this.#folder, key === undefined ? undefined : { orgId, name, key });
  }

  async publish(options: PublishOptions): Promise<WarehouseFile> {
    requireWarehouseName(options.name);
    const bytes = await measureDraft(options.name, options.draftFile);
    const row = await this.#queries
      .transaction()
      .execute((transaction) => this.#switchPointer(transaction, options, bytes));
    const file = this.#announce(row);
    // The version is out already; what could not be pruned now is pruned after the next publish.
    await this.kept.drop(options.orgId, options.name).catch(() => undefined);
    await this.#prune(options.orgId).catch(() => undefined);
    return file;
  }

  async listVersions(orgId: string, name?: string): Promise<WarehouseVersion[]> {
    const rows = await selectVersions(this.#queries, orgId, name);
    return rows.map((row) => ({ ...this.#toFile(row), is_current: row.is_current }));
  }

  async rollBack(options: RollBackOptions): Promise<RolledBack> {
    const { orgId, name } = options;
    const { from, to } = await this.#queries.transaction().execute(async (transaction) => {
      await lockName(transaction, orgId, name);
      const rows = await selectVersions(transaction, orgId, name);
      const found = findTarget(rows, options);
      const moved = await moveCurrent(transaction, found.to);
      if (!moved)
        throw new PlatformError('HF_WAREHOUSE_VERSION_UNKNOWN', { name, version: found.to.version });
      return { from: found.from, to: moved };
    });
    await this.kept.drop(orgId, name).catch(() => undefined);
    return { from: this.#toFile(from), to: this.#announce(to) };
  }

  async remove(transaction: Queries, names: readonly string[]): Promise<() => Promise<void>> {
    const gone = await deleteNames(transaction, names);
    return async () => {
      const ids = new Set(gone.map(({ id }) => id));
      for (const listener of this.#removedListeners) listener(ids);
      // Whoever has a file open reads on: its name is gone, its content not.
      await removeFiles(
        this.#folder,
        gone.map(({ file }) => file),
      );
      await this.kept.dropNames(names);
      await removeEmptyFolders(this.#folder);
    };
  }

  onRemoved(listener: RemovedListener): () => void {
    this.#removedListeners.add(listener);
    return () => this.#removedListeners.delete(listener);
  }

  onPublished(listener: PublishedListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #switchPointer(transaction: Queries, options: PublishOptions, bytes: number): Promise<VersionRow> {
    const { orgId, kind, name, details = {} } = options;
    await lockName(transaction, orgId, name);
    const newest = await selectNewest(transaction, orgId, name);
    if (newest && newest.kind !== kind) {
      throw new PlatformError('HF_WAREHOUSE_NAME_TAKEN', { name, found: newest.kind, wanted: kind });
    }
    await requireBase(transaction, options);
    const version = (newest?.version ?? 0) + 1;
    const file = versionFile(orgId, name, version);
    await moveDraft(options.draftFile, path.join(this.#folder, file));
    return await insertCurrent(transaction, { orgId, kind, name, version, file, bytes, details });
  }

  #announce(row: VersionRow): WarehouseFile {
    const file = this.#toFile(row);
    for (const listener of this.#listeners) listener(file);
    return file;
  }

  async #prune(orgId: string): Promise<void> {
    const surplus = chooseSurplus(await selectVersions(this.#queries, orgId), this.#limits);
    const unused = surplus.filter((version) => !this.#holds.has(version.id));
    const gone = await deleteVersions(
      this.#queries,
      unused.map((version) => version.id),
    );
    await removeFiles(this.#folder, gone);
  }

  #toFile(row: VersionRow): WarehouseFile {
    const { created_at, file, bytes, is_current: _, ...rest } = row;
    return {
      ...rest,
      path: path.join(this.#folder, file),
      bytes: Number(bytes),
      built_at: created_at.toISOString(),
    };
  }
}

/** A draft of a version that somebody rolled back meanwhile would bring back what they wanted gone. */
async function requireBase(transaction: Queries, { orgId, name, base }: PublishOptions): Promise<void> {
  if (base === undefined) return;
  const [current] = await selectCurrent(transaction, orgId, [name]);
  if ((current?.id ?? null) !== base) throw new PlatformError('HF_WAREHOUSE_POINTER_MOVED', { name });
}

function findTarget(newestFirst: readonly VersionRow[], { name, version }: RollBackOptions) {
  const from = newestFirst.find((row) => row.is_current);
  const to = newestFirst.find((row) =>
    version === undefined ? row.version < (from?.version ?? 0) : row.version === version,
  );
  if (from && to && from !== to) return { from, to };
  throw new PlatformError('HF_WAREHOUSE_VERSION_UNKNOWN', {
    name,
    version: version ?? 'before the current one',
  });
}
