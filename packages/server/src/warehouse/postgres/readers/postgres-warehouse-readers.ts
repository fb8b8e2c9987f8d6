import type { Warehouse, WarehouseRow, WarehouseValue } from '@honeyframe/sdk/backend';
import type { Pool } from 'pg';
import type { Select, SelectLimits } from '../../readers/run-select.ts';
import { requireWarehouseName } from '../../warehouse-name.ts';
import type { ReaderOptions, WarehouseReaders } from '../../warehouse-readers.ts';
import type { PostgresWarehouses } from '../postgres-warehouses.ts';
import type { WarehouseBuilds } from '../warehouse-builds.ts';
import { describePostgresFailure } from './describe-postgres-failure.ts';
import { runCursor } from './run-cursor.ts';

export interface PostgresWarehouseReadersOptions extends Partial<SelectLimits> {
  /** Of organisations that build in files. */
  readonly files: WarehouseReaders;
  readonly warehouses: PostgresWarehouses;
  readonly builds: WarehouseBuilds;
}

/** Readers on the PostgreSQL of those organisations that have named one; of the others, on their files. */
export class PostgresWarehouseReaders implements WarehouseReaders {
  readonly #options: PostgresWarehouseReadersOptions;
  readonly #limits: SelectLimits;
  readonly #pools = new Map<string, Promise<Pool>>();

  constructor(options: PostgresWarehouseReadersOptions) {
    this.#options = options;
    const { seconds = 30, rows = 100_000 } = options;
    this.#limits = { seconds, rows };
  }

  reader(options: ReaderOptions): Warehouse {
    const { files, warehouses } = this.#options;
    const names = [...new Set([...options.names, options.ownWorkspace])].sort();
    for (const name of names) requireWarehouseName(name);
    const onFiles = files.reader(options);
    const limits = { ...this.#limits, seconds: options.seconds ?? this.#limits.seconds };
    return {
      query: async <Row extends WarehouseRow>(sql: string, parameters: readonly WarehouseValue[] = []) => {
        if (!(await warehouses.find(options.orgId))) return await onFiles.query<Row>(sql, parameters);
        // The caller says what its statement selects; the rows are not checked a second time.
        return (await this.#query(options.orgId, names, { sql, parameters }, limits)) as Row[];
      },
      dataAsOf: async () => {
        if (!(await warehouses.find(options.orgId))) return await onFiles.dataAsOf();
        const builds = await this.#options.builds.list(options.orgId);
        const own = builds.find(({ name }) => name === options.ownWorkspace);
        return own?.built_at?.toISOString() ?? null;
      },
    };
  }

  async kind(orgId: string) {
    return (await this.#options.warehouses.find(orgId)) ? ('postgres' as const) : ('duckdb' as const);
  }

  async close(): Promise<void> {
    await this.#options.files.close();
  }

  async #query(
    orgId: string,
    names: readonly string[],
    select: Select,
    limits: SelectLimits,
  ): Promise<WarehouseRow[]> {
    try {
      const pool = await this.#findPool(orgId, names);
      const client = await pool.connect();
      try {
        return await runCursor(client, select, limits);
      } finally {
        client.release();
      }
    } catch (error) {
      throw describePostgresFailure(error, select.sql, await this.#listMissing(orgId, names));
    }
  }

  async #listMissing(orgId: string, names: readonly string[]): Promise<string[]> {
    const built = await this.#options.builds.list(orgId);
    const there = new Set(built.filter(({ built_at }) => built_at).map(({ name }) => name));
    return names.filter((name) => !there.has(name));
  }

  async #findPool(orgId: string, names: readonly string[]): Promise<Pool> {
    const key = [orgId, ...names].join(' ');
    const known = this.#pools.get(key);
    if (known) return await known;
    const opened = this.#openPool(orgId, names, key);
    this.#pools.set(key, opened);
    opened.catch(() => this.#pools.delete(key));
    return await opened;
  }

  async #openPool(orgId: string, names: readonly string[], key: string): Promise<Pool> {
    const warehouse = await this.#options.warehouses.find(orgId);
    if (!warehouse) throw new Error('the organisation builds in files by now');
    const pool = await warehouse.openReaders(names, this.#limits.seconds);
    await this.#options.warehouses.onClosed(orgId, async () => {
      this.#pools.delete(key);
      await pool.end();
    });
    return pool;
  }
}
