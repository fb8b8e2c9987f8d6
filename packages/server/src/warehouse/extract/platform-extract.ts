import path from 'node:path';
import type { Queries } from '../../database/index.ts';
import type { ChildJobs } from '../jobs/child-jobs.ts';
import type { TableOrder } from '../load/load-order.ts';
import { loadSource } from '../load/load-source.ts';
import type { WarehouseFile, WarehouseFiles } from '../warehouse-files.ts';
import { extractTables } from './extract-tables.ts';
import { writeCsv } from './write-csv.ts';

/** The raw source that the platform's own workspace reads. */
export const EXTRACT_SOURCE = 'honeyframe';

export interface PlatformExtractOptions {
  readonly queries: Queries;
  readonly files: WarehouseFiles;
  readonly jobs: ChildJobs;
}

/** Copies one organisation's rows of the platform's tables into its warehouse, without secrets. */
export class PlatformExtract {
  readonly #options: PlatformExtractOptions;

  constructor(options: PlatformExtractOptions) {
    this.#options = options;
  }

  /** Publishes a new version of the raw source `honeyframe`. */
  async refresh(orgId: string): Promise<WarehouseFile> {
    const { files, jobs } = this.#options;
    await using draft = await files.createDraft(orgId, EXTRACT_SOURCE);
    const tables = await this.#writeTables(orgId, draft.folder);
    const loaded = await loadSource(files, jobs, { orgId, name: EXTRACT_SOURCE, tables, keepOthers: false });
    return loaded.file;
  }

  /** In one snapshot: a group's members are never newer than the group. */
  async #writeTables(orgId: string, folder: string): Promise<TableOrder[]> {
    return await this.#options.queries
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (transaction) => {
        const orders: TableOrder[] = [];
        for (const { table, columns, read } of extractTables) {
          const file = path.join(folder, `${table}.csv`);
          const names = columns.map((column) => column.name);
          await writeCsv(file, names, read(transaction, orgId));
          orders.push({ table, file, columns: [...columns], declared_by: 'the platform' });
        }
        return orders;
      });
  }
}
