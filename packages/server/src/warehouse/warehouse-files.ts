import type { Queries } from '../database/index.ts';

/** A file is one workspace's tables, or one raw source's. */
export type WarehouseFileKind = 'workspace' | 'source';

/** One version of one file of an organisation's warehouse. */
export interface WarehouseFile {
  readonly id: string;
  readonly org_id: string;
  readonly kind: WarehouseFileKind;
  /** Name that readers and builds attach it under: a workspace's catalogue or a raw source. */
  readonly name: string;
  readonly version: number;
  /** Absolute. Never opened directly: attach it under `name`. */
  readonly path: string;
  readonly bytes: number;
  readonly built_at: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A private folder on the warehouse's own file system, removed when it is disposed. */
export interface Draft extends AsyncDisposable {
  readonly folder: string;
}

/** Whose draft it is: `key` tells the drafts of one name apart. */
export interface DraftOwner {
  readonly orgId: string;
  readonly name: string;
  readonly key: string;
}

/** Half-built files that somebody may go on with: one of each name and organisation, within a bound of the disk. */
export interface KeptDrafts {
  /** Takes the file out of the draft. False when it would be too large. */
  keep(owner: DraftOwner, draft: Draft): Promise<boolean>;
  has(owner: DraftOwner): Promise<boolean>;
  /** Bytes of all that is kept of one organisation. */
  measure(orgId: string): Promise<number>;
  /** Moves what was kept into a draft. False when it is gone. */
  take(owner: DraftOwner, draft: Draft): Promise<boolean>;
}

export interface PublishOptions {
  readonly orgId: string;
  readonly kind: WarehouseFileKind;
  readonly name: string;
  /** A closed DuckDB file in a draft's folder; it is moved away. */
  readonly draftFile: string;
  readonly details?: Readonly<Record<string, unknown>>;
  /** Id of the version that the draft was made from, null for none: publishing is refused when it is no longer current. */
  readonly base?: string | null;
}

/** One version that is still there, whether or not readers see it. */
export interface WarehouseVersion extends WarehouseFile {
  readonly is_current: boolean;
}

/** Which version readers go back to. */
export interface RollBackOptions {
  readonly orgId: string;
  readonly name: string;
  /** The newest one before the current where it is left out. */
  readonly version?: number | undefined;
}

export interface RolledBack {
  readonly from: WarehouseFile;
  readonly to: WarehouseFile;
}

/** Hears of each version that became the current one. */
export type PublishedListener = (file: WarehouseFile) => void;

/** Hears of ids of versions that are gone. */
export type RemovedListener = (ids: ReadonlySet<string>) => void;

/** Keeps versions from being pruned until it is released. */
export interface Hold {
  readonly files: readonly WarehouseFile[];
  release(): void;
}

/**
 * The files of every organisation's warehouse. A version is written once, in a draft, and never changed after it was
 * published; the pointer to the current one moves in a transaction.
 */
export interface WarehouseFiles {
  current(orgId: string, name: string): Promise<WarehouseFile | undefined>;
  /** The current version of each name that has one, from one query and so of one moment. In order of names. */
  currentSet(orgId: string, names: readonly string[]): Promise<WarehouseFile[]>;
  /** The same, held: a publish meanwhile does not delete them. Builds that attach sources use this. */
  holdSet(orgId: string, names: readonly string[]): Promise<Hold>;
  /** Every current file of one organisation. */
  list(orgId: string): Promise<WarehouseFile[]>;
  /** With a key, a draft that a killed platform leaves behind is kept under it. */
  createDraft(orgId: string, name: string, key?: string): Promise<Draft>;
  /** Publishing or rolling back a name ends what was kept of it. */
  readonly kept: KeptDrafts;
  /**
   * Moves the draft file to its versioned name and switches the pointer. Readers of earlier versions go on; those that
   * are too many or too large, and that nobody holds, are deleted. Throws HF_WAREHOUSE_DRAFT_UNFINISHED and
   * HF_WAREHOUSE_POINTER_MOVED.
   */
  publish(options: PublishOptions): Promise<WarehouseFile>;
  /** Every version of one organisation that is still there, in order of names, newest first. */
  listVersions(orgId: string, name?: string): Promise<WarehouseVersion[]>;
  /** Moves one name's pointer to an earlier version. Throws HF_WAREHOUSE_VERSION_UNKNOWN. */
  rollBack(options: RollBackOptions): Promise<RolledBack>;
  /**
   * Removes every version of these names, of all organisations: rows in the caller's transaction. @returns what removes
   * the files afterwards; a reader that has one open finishes with it.
   */
  remove(transaction: Queries, names: readonly string[]): Promise<() => Promise<void>>;
  /** Hears of ids of versions that are gone. Returns the disposer of the listener. */
  onRemoved(listener: RemovedListener): () => void;
  /** Returns the disposer of the listener. */
  onPublished(listener: PublishedListener): () => void;
}
