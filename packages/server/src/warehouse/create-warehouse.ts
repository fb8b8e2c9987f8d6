import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Queries } from '../database/index.ts';
import { PlatformExtract } from './extract/platform-extract.ts';
import { SqlWarehouseFiles } from './files/sql-warehouse-files.ts';
import { sweepFolder } from './files/warehouse-folder.ts';
import { selectAllFiles } from './files/warehouse-store.ts';
import { ChildJobs } from './jobs/child-jobs.ts';
import type { PostgresParts } from './postgres/create-postgres-parts.ts';
import { PostgresWarehouseReaders } from './postgres/readers/postgres-warehouse-readers.ts';
import { DuckdbWarehouseReaders } from './readers/duckdb-warehouse-readers.ts';
import type { WarehouseFiles } from './warehouse-files.ts';
import type { WarehouseReaders } from './warehouse-readers.ts';

export interface CreateWarehouseOptions {
  readonly queries: Queries;
  /** Files lie in its folder `warehouse`. */
  readonly dataDir: string;
  /** Versions of a name that stay, the current one among them. */
  readonly keptVersions?: number;
  /** What the versions of one organisation that are not current may weigh together. */
  readonly historyBytes?: number;
  /** Of organisations that build in a PostgreSQL of their own; it is closed with the rest. */
  readonly postgres?: PostgresParts;
}

export interface Warehouses {
  readonly files: WarehouseFiles;
  readonly readers: WarehouseReaders;
  readonly extract: PlatformExtract;
  /** Of organisations that build in a PostgreSQL of their own. */
  readonly postgres: PostgresParts | undefined;
  /** Children that load files; connectors use it too. */
  readonly jobs: ChildJobs;
  /** Ends children and waits for running queries. */
  close(): Promise<void>;
}

const GIGABYTE = 1e9;

/** Opens the warehouses of every organisation, and removes what a killed platform left half done. */
export async function createWarehouse(options: CreateWarehouseOptions): Promise<Warehouses> {
  const { queries, dataDir, keptVersions = 5, historyBytes = 20 * GIGABYTE, postgres } = options;
  const folder = path.join(dataDir, 'warehouse');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files = new SqlWarehouseFiles({ queries, folder, keptVersions, historyBytes });
  await sweepFolder(folder, await selectAllFiles(queries), files.kept);
  const onFiles = new DuckdbWarehouseReaders({ files });
  const readers = postgres ? new PostgresWarehouseReaders({ ...postgres, files: onFiles }) : onFiles;
  const jobs = new ChildJobs();
  const extract = new PlatformExtract({ queries, files, jobs });
  const close = async () => {
    jobs.close();
    await readers.close();
    await postgres?.warehouses.close();
  };
  return { files, readers, extract, jobs, postgres, close };
}
