// Runs in a confined child: a plugin's generator writes its CSV files into the folder it is given.
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

const inputSchema = z.object({ module: z.string(), folder: z.string() });

/** The same sample for everybody, so that pages, tests and documents can name its patients. */
const size = { patients: 500, seed: 1 };

export default async function generateSample(input: unknown): Promise<void> {
  const { module, folder } = inputSchema.parse(input);
  const loaded: Record<string, unknown> = await import(pathToFileURL(module).href);
  if (typeof loaded.generateSample !== 'function') {
    throw new Error("the module has no exported function 'generateSample'");
  }
  await loaded.generateSample({ ...size, outDir: folder });
}
