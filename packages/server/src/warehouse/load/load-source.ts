import path from 'node:path';
import type { ChildJobs } from '../jobs/child-jobs.ts';
import type { WarehouseFile, WarehouseFiles } from '../warehouse-files.ts';
import { type LoadedTable, loadResultSchema, type TableOrder } from './load-order.ts';

export interface LoadSourceOptions {
  readonly orgId: string;
  /** The raw source's name. */
  readonly name: string;
  readonly tables: readonly TableOrder[];
  /** Keeps tables of the current version that the order does not name. */
  readonly keepOthers: boolean;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface LoadedSource {
  readonly file: WarehouseFile;
  readonly tables: readonly LoadedTable[];
}

/** An hour: beyond it something hangs. */
const TIMEOUT_MS = 60 * 60_000;
const job = path.join(import.meta.dirname, 'load-source.job.ts');

/** Builds the next version of a raw source from CSV files and publishes it; on any error the current one stays. */
export async function loadSource(
  files: WarehouseFiles,
  jobs: ChildJobs,
  options: LoadSourceOptions,
): Promise<LoadedSource> {
  const { orgId, name } = options;
  await using draft = await files.createDraft(orgId, name);
  const draftFile = path.join(draft.folder, `${name}.duckdb`);
  const hold = await files.holdSet(orgId, options.keepOthers ? [name] : []);
  try {
    const input = {
      draft_file: draftFile,
      previous_file: hold.files[0]?.path ?? null,
      tables: options.tables,
    };
    const reply = await jobs.run({ name: 'import', module: job, input, timeoutMs: TIMEOUT_MS });
    const { tables, table_count } = loadResultSchema.parse(reply);
    const details = { ...options.details, tables: table_count };
    const file = await files.publish({ orgId, kind: 'source', name, draftFile, details });
    return { file, tables };
  } finally {
    hold.release();
  }
}
