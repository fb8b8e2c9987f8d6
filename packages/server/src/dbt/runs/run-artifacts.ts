import { createReadStream, type ReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunArtifact } from '@honeyframe/contract/api';
import { z } from 'zod';

/** Where each lies in a run's folder; nothing else of it is given out. */
const places = {
  'manifest.json': 'target/manifest.json',
  'run_results.json': 'target/run_results.json',
  'dbt.jsonl': 'dbt.jsonl',
} as const satisfies Record<RunArtifact, string>;

/** Undefined when it is not kept any more, or was never written. */
export async function openArtifact(outputFolder: string, name: RunArtifact): Promise<ReadStream | undefined> {
  const file = path.join(outputFolder, places[name]);
  try {
    await (await open(file, 'r')).close();
    return createReadStream(file);
  } catch {
    return undefined;
  }
}

const resultsSchema = z.object({
  results: z.array(z.object({ unique_id: z.string(), compiled_code: z.string().nullish() })),
});

/** The SQL that dbt ran, by unique id. */
export async function readCompiled(outputFolder: string): Promise<Map<string, string>> {
  const text = await readFile(path.join(outputFolder, places['run_results.json']), 'utf8').catch(() => '{}');
  const parsed = resultsSchema.safeParse(JSON.parse(text));
  const results = parsed.data?.results ?? [];
  return new Map(
    results.flatMap(({ unique_id, compiled_code }) => (compiled_code ? [[unique_id, compiled_code]] : [])),
  );
}
