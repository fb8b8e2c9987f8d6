import { PlatformError } from '@honeyframe/contract';
import type { Warehouse, WarehouseRow, WarehouseValue } from '@honeyframe/sdk/backend';
import type { WarehouseFiles } from '../warehouse-files.ts';
import { requireWarehouseName } from '../warehouse-name.ts';
import type { ReaderOptions, WarehouseReaders } from '../warehouse-readers.ts';
import { describeQueryFailure } from './describe-query-failure.ts';
import { Gate } from './gate.ts';
import { InstancePool, type InstancePoolOptions } from './instance-pool.ts';
import { runSelect, type Select, type SelectLimits } from './run-select.ts';

export interface DuckdbWarehouseReadersOptions extends Partial<InstancePoolOptions>, Partial<SelectLimits> {
  readonly files: WarehouseFiles;
}

/** DuckDB works on the threads that file access and password hashes need too; one of the four stays free. */
const CONCURRENT_QUERIES = 3;

interface QueryScope {
  readonly orgId: string;
  readonly names: readonly string[];
  readonly limits: SelectLimits;
}

/** Readers on in-process DuckDB. */
export class DuckdbWarehouseReaders implements WarehouseReaders {
  readonly #files: WarehouseFiles;
  readonly #pool: InstancePool;
  readonly #limits: SelectLimits;
  readonly #gate = new Gate(CONCURRENT_QUERIES);
  readonly #stopListening: readonly (() => void)[];

  constructor(options: DuckdbWarehouseReadersOptions) {
    const { files, maxInstances = 12, idleMs = 5 * 60_000, seconds = 30, rows = 100_000 } = options;
    this.#files = files;
    this.#pool = new InstancePool({ maxInstances, idleMs });
    this.#limits = { seconds, rows };
    this.#stopListening = [
      files.onPublished((file) => this.#pool.retire(file)),
      files.onRemoved((ids) => this.#pool.retireVersions(ids)),
    ];
  }

  reader(options: ReaderOptions): Warehouse {
    const names = [...new Set([...options.names, options.ownWorkspace])].sort();
    for (const name of names) requireWarehouseName(name);
    const limits = { ...this.#limits, ...(options.seconds !== undefined && { seconds: options.seconds }) };
    return {
      query: <Row extends WarehouseRow>(sql: string, parameters: readonly WarehouseValue[] = []) =>
        // The caller says what its statement selects; the rows are not checked a second time.
        this.#query({ orgId: options.orgId, names, limits }, { sql, parameters }) as Promise<Row[]>,
      dataAsOf: async () =>
        (await this.#files.current(options.orgId, options.ownWorkspace))?.built_at ?? null,
    };
  }

  async kind() {
    return 'duckdb' as const;
  }

  async close(): Promise<void> {
    for (const stop of this.#stopListening) stop();
    await this.#pool.close();
  }

  async #query({ orgId, names, limits }: QueryScope, select: Select): Promise<WarehouseRow[]> {
    return await this.#gate.run(async () => {
      const hold = await this.#files.holdSet(orgId, names);
      const built = new Set(hold.files.map((file) => file.name));
      try {
        return await this.#pool.use(hold, (connection) => runSelect(connection, select, limits));
      } catch (error) {
        if (error instanceof PlatformError) throw error;
        const missing = names.filter((name) => !built.has(name));
        throw describeQueryFailure(error, select.sql, missing);
      }
    });
  }
}
