import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract';
import type { ChildJobs } from '../../warehouse/index.ts';
import type { SentFile } from '../registry/connector.ts';

export interface GenerateSampleOptions {
  readonly schema: string;
  /** Absolute path of the plugin's module. */
  readonly module: string;
  /** Made here; the generator can write nowhere else. */
  readonly folder: string;
}

const TIMEOUT_MS = 5 * 60_000;
const job = path.join(import.meta.dirname, 'generate-sample.job.ts');

/** Runs a plugin's sample generator in a child that has no environment and may write to one folder only. */
export async function generateSample(jobs: ChildJobs, options: GenerateSampleOptions): Promise<SentFile[]> {
  const { schema, module, folder } = options;
  await mkdir(folder, { mode: 0o700 });
  const input = { module, folder };
  const name = `sample generator of '${schema}'`;
  await jobs.run({ name, module: job, input, timeoutMs: TIMEOUT_MS, confineTo: folder });
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.csv'));
  if (files.length === 0) {
    throw new PlatformError('HF_CONNECTOR_SAMPLE_INVALID', { schema, reason: 'it wrote no CSV file' });
  }
  return files.map((entry) => ({ name: entry.name, path: path.join(folder, entry.name) }));
}
