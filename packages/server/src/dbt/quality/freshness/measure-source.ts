import { PlatformError } from '@honeyframe/contract';
import { sampleFiles, type WarehouseFiles, type WarehouseReaders } from '../../../warehouse/index.ts';
import type { Measure } from './describe-measure.ts';
import type { CurrentTables } from './freshness-store.ts';

/** When the newest rows of a source came to be. */
export interface Measurement {
  readonly data_as_of: Date | null;
  /** Why nobody knows. */
  readonly problem: string | null;
}

const LIMITS = { seconds: 10, rows: 1 } as const;

export interface MeasureSourceOptions {
  readonly files: WarehouseFiles;
  readonly readers: WarehouseReaders;
  readonly tables: CurrentTables;
  /** Catalogues that views of it look into. */
  readonly behind: readonly string[];
  readonly measure: Measure;
}

/**
 * Asks the tables that readers see, closed in like every reader: the question is SQL of somebody's workspace. Throws
 * HF_WAREHOUSE_UNREACHABLE.
 */
export async function measureSource(options: MeasureSourceOptions): Promise<Measurement> {
  const { tables, measure } = options;
  const { measured_by, problem } = measure;
  if (problem !== null) return { data_as_of: null, problem };
  if (measured_by === 'import') return { data_as_of: new Date(tables.built_at), problem: null };
  try {
    const newest = await (tables.kind === 'postgres' ? askDatabase(options) : askFiles(options));
    return typeof newest === 'number'
      ? { data_as_of: new Date(newest), problem: null }
      : { data_as_of: null, problem: noTime[measured_by] };
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'HF_WAREHOUSE_UNREACHABLE') throw error;
    return { data_as_of: null, problem: describeFailure(error) };
  }
}

async function askFiles({ files, tables, behind, measure }: MeasureSourceOptions): Promise<unknown> {
  const hold = await files.holdSet(tables.org_id, [tables.name, ...behind]);
  try {
    return (await sampleFiles(hold.files, measure.question, LIMITS))[0]?.newest;
  } finally {
    hold.release();
  }
}

/** A view there reads with its owner's rights, so that a column leads nowhere else. */
async function askDatabase({ readers, tables, behind, measure }: MeasureSourceOptions): Promise<unknown> {
  const { org_id: orgId, name } = tables;
  const names = measure.isColumn ? [name] : [name, ...behind];
  const reader = readers.reader({ orgId, names, ownWorkspace: name, seconds: LIMITS.seconds });
  return (await reader.query(measure.question))[0]?.newest;
}

const noTime = {
  field: 'No row has a time in its field.',
  query: 'Its loaded_at_query finds no time.',
} as const;

function describeFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0]?.slice(0, 300) ?? '';
}
