import { sampleFiles, type WarehouseFile, type WarehouseFiles } from '../../../warehouse/index.ts';
import type { SourceFacts } from '../manifest-facts.ts';

/** When the newest rows of a source came to be. */
export interface Measurement {
  readonly data_as_of: Date | null;
  /** Why nobody knows. */
  readonly problem: string | null;
}

const LIMITS = { seconds: 10, rows: 1 } as const;

/** The question to ask of a version; `import` where its own time answers. */
export function describeMeasure({ relation_name, loaded_at_field, filter }: SourceFacts): string {
  if (loaded_at_field === null) return 'import';
  const where = filter === null ? '' : ` where ${filter}`;
  // As dbt does: a time without a zone is UTC. The cast is outside, so that text which is a time is one too.
  return `select epoch_ms(cast(max(${loaded_at_field}) as timestamp)) as newest from ${relation_name}${where}`;
}

export interface MeasureSourceOptions {
  readonly files: WarehouseFiles;
  readonly file: Pick<WarehouseFile, 'name' | 'org_id' | 'built_at'>;
  /** Files that views of it look into. */
  readonly behind: readonly string[];
  readonly measure: string;
}

/** Asks the version that readers see, closed in like every reader: the field is SQL of somebody's workspace. */
export async function measureSource(options: MeasureSourceOptions): Promise<Measurement> {
  const { files, file, behind, measure } = options;
  if (measure === 'import') return { data_as_of: new Date(file.built_at), problem: null };
  const hold = await files.holdSet(file.org_id, [file.name, ...behind]);
  try {
    const [row] = await sampleFiles(hold.files, measure, LIMITS);
    const newest = row?.newest;
    return typeof newest === 'number'
      ? { data_as_of: new Date(newest), problem: null }
      : { data_as_of: null, problem: 'No row has a time in its field.' };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { data_as_of: null, problem: problem.split('\n', 1)[0]?.slice(0, 300) ?? '' };
  } finally {
    hold.release();
  }
}
