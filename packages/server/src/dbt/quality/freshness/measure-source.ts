import { sampleFiles, type WarehouseFile, type WarehouseFiles } from '../../../warehouse/index.ts';
import type { Measure } from './describe-measure.ts';

/** When the newest rows of a source came to be. */
export interface Measurement {
  readonly data_as_of: Date | null;
  /** Why nobody knows. */
  readonly problem: string | null;
}

const LIMITS = { seconds: 10, rows: 1 } as const;

export interface MeasureSourceOptions {
  readonly files: WarehouseFiles;
  readonly file: Pick<WarehouseFile, 'name' | 'org_id' | 'built_at'>;
  /** Files that views of it look into. */
  readonly behind: readonly string[];
  readonly measure: Measure;
}

/** Asks the version that readers see, closed in like every reader: the question is SQL of somebody's workspace. */
export async function measureSource({ files, file, ...options }: MeasureSourceOptions): Promise<Measurement> {
  const { measured_by, question, problem } = options.measure;
  if (problem !== null) return { data_as_of: null, problem };
  if (measured_by === 'import') return { data_as_of: new Date(file.built_at), problem: null };
  const hold = await files.holdSet(file.org_id, [file.name, ...options.behind]);
  try {
    const [row] = await sampleFiles(hold.files, question, LIMITS);
    const newest = row?.newest;
    return typeof newest === 'number'
      ? { data_as_of: new Date(newest), problem: null }
      : { data_as_of: null, problem: noTime[measured_by] };
  } catch (error) {
    return { data_as_of: null, problem: describeFailure(error) };
  } finally {
    hold.release();
  }
}

const noTime = {
  field: 'No row has a time in its field.',
  query: 'Its loaded_at_query finds no time.',
} as const;

function describeFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0]?.slice(0, 300) ?? '';
}
