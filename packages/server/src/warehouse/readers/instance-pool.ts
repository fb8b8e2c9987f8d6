import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { PlatformError } from '@honeyframe/contract';
import type { Hold, WarehouseFile } from '../warehouse-files.ts';
import { openInstance } from './instance.ts';

export interface InstancePoolOptions {
  /** Idle instances beyond this number are closed, the longest unused first. */
  readonly maxInstances: number;
  /** An instance that nobody used for this long is closed. */
  readonly idleMs: number;
}

interface Entry {
  readonly key: string;
  readonly files: readonly WarehouseFile[];
  readonly hold: Hold;
  readonly instance: Promise<DuckDBInstance>;
  users: number;
  /** A newer version exists, or the instance is broken: closed as soon as nobody uses it. */
  retired: boolean;
  idleTimer?: NodeJS.Timeout;
}

/** Instances by the set of versions they show. Each is shared, counted, and closed when idle or superseded. */
export class InstancePool {
  readonly #options: InstancePoolOptions;
  /** In order of last use. */
  readonly #entries = new Map<string, Entry>();
  readonly #inUse = new Set<Promise<unknown>>();
  #closed = false;

  constructor(options: InstancePoolOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Runs a task on a connection of its own. The hold passes to the pool. */
  async use<T>(hold: Hold, task: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    if (this.#closed) {
      hold.release();
      throw new PlatformError('HF_WAREHOUSE_CLOSED');
    }
    const entry = this.#acquire(hold);
    const work = this.#runOn(entry, task);
    this.#inUse.add(work);
    try {
      return await work;
    } finally {
      this.#inUse.delete(work);
    }
  }

  /** Closes what still shows an earlier version of a file, after its running queries. */
  retire(published: WarehouseFile): void {
    for (const entry of this.#entries.values()) {
      const stale = entry.files.some(
        (file) =>
          file.org_id === published.org_id && file.name === published.name && file.id !== published.id,
      );
      if (stale) this.#retireEntry(entry);
    }
  }

  /** Closes what shows one of these versions, after its running queries. */
  retireVersions(ids: ReadonlySet<string>): void {
    for (const entry of this.#entries.values()) {
      if (entry.files.some(({ id }) => ids.has(id))) this.#retireEntry(entry);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#inUse);
    for (const entry of this.#entries.values()) this.#retireEntry(entry);
  }

  #acquire(hold: Hold): Entry {
    const key = hold.files.map((file) => file.id).join(' ');
    const entry = this.#entries.get(key) ?? this.#open(key, hold);
    // One hold for as long as the instance lives is enough.
    if (entry.hold !== hold) hold.release();
    clearTimeout(entry.idleTimer);
    entry.users += 1;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#evict();
    return entry;
  }

  #open(key: string, hold: Hold): Entry {
    const instance = openInstance(hold.files);
    const entry: Entry = { key, files: hold.files, hold, instance, users: 0, retired: false };
    instance.catch(() => this.#retireEntry(entry));
    return entry;
  }

  async #runOn<T>(entry: Entry, task: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    try {
      const instance = await entry.instance;
      // A connection of its own: what a statement switches on for its session ends with it.
      const connection = await instance.connect();
      try {
        return await task(connection);
      } finally {
        connection.closeSync();
      }
    } catch (error) {
      if (isBroken(error)) this.#retireEntry(entry);
      throw error;
    } finally {
      this.#release(entry);
    }
  }

  #release(entry: Entry): void {
    entry.users -= 1;
    if (entry.retired) this.#closeUnused(entry);
    else if (entry.users === 0) {
      entry.idleTimer = setTimeout(() => this.#retireEntry(entry), this.#options.idleMs).unref();
    }
  }

  #evict(): void {
    for (const entry of this.#entries.values()) {
      if (this.#entries.size <= this.#options.maxInstances) return;
      if (entry.users === 0) this.#retireEntry(entry);
    }
  }

  #retireEntry(entry: Entry): void {
    if (entry.retired) return;
    entry.retired = true;
    clearTimeout(entry.idleTimer);
    if (this.#entries.get(entry.key) === entry) this.#entries.delete(entry.key);
    this.#closeUnused(entry);
  }

  #closeUnused(entry: Entry): void {
    if (entry.users > 0) return;
    entry.hold.release();
    entry.instance.then(
      (instance) => instance.closeSync(),
      () => undefined,
    );
  }
}

/** After these DuckDB refuses every further statement of the instance. */
function isBroken(error: unknown): boolean {
  return error instanceof Error && /^(FATAL|INTERNAL) Error/i.test(error.message);
}
