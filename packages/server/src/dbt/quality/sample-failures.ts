import type { DbtNode, FailingRows } from '@honeyframe/contract/api';
import type { SelectLimits } from '../../warehouse/index.ts';
import { readCompiled } from '../runs/run-artifacts.ts';
import type { NewTestResult } from './test-results.ts';

export interface SampleFailuresOptions {
  readonly nodes: readonly DbtNode[];
  readonly outputFolder: string;
  /** Runs one SELECT on what the tests looked at; none is asked where it is left out. */
  readonly sample?: ((sql: string, limits: SelectLimits) => Promise<Record<string, unknown>[]>) | undefined;
}

const MAX_ROWS = 100;
/** Of one test, as JSON. */
const MAX_BYTES = 64_000;
/** Tests of one run whose rows are looked at. */
const MAX_TESTS = 20;
const SECONDS = 10;

const ended: ReadonlySet<string> = new Set(['pass', 'warn', 'fail', 'error']);

/** How each test of a run ended, and rows of those that found some. */
export async function sampleFailures(options: SampleFailuresOptions): Promise<NewTestResult[]> {
  const { nodes, outputFolder, sample } = options;
  const tests = nodes.filter(
    ({ resource_type, state }) => resource_type.endsWith('test') && ended.has(state),
  );
  const failed = tests.filter(({ state }) => state === 'fail' || state === 'warn').slice(0, MAX_TESTS);
  const samples = new Map<string, FailingRows>();
  if (failed.length > 0 && sample) {
    const compiled = await readCompiled(outputFolder);
    for (const { unique_id } of failed) {
      const sql = compiled.get(unique_id);
      const rows = sql === undefined ? undefined : await sampleRows(sample, sql);
      if (rows) samples.set(unique_id, { rows });
    }
  }
  return tests.map(({ unique_id, name, state, rows }) => ({
    ...{ unique_id, name, state, failures: rows },
    failing_rows: samples.get(unique_id) ?? null,
  }));
}

/** A test that cannot be asked again has no sample; that it failed is known. */
async function sampleRows(
  sample: NonNullable<SampleFailuresOptions['sample']>,
  sql: string,
): Promise<Record<string, unknown>[] | undefined> {
  const statement = `select * from (\n${sql}\n) as failing limit ${MAX_ROWS}`;
  try {
    const rows = await sample(statement, { seconds: SECONDS, rows: MAX_ROWS });
    return fit(rows);
  } catch {
    return undefined;
  }
}

function fit(rows: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  let bytes = 0;
  return rows.filter((row) => {
    bytes += JSON.stringify(row).length;
    return bytes <= MAX_BYTES;
  });
}
