import { createApiClient, lifeCycleApi, type Send } from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';

/** The full name of a generation, given by its beginning or by the only version of that number. Throws HF_CLI_GENERATION_UNKNOWN. */
export async function findGeneration(send: Send, plugin: string, given: string): Promise<string> {
  const { generations } = await createApiClient(lifeCycleApi, send).history({ params: { slug: plugin } });
  const earlier = generations.filter(({ active }) => !active);
  const fits = earlier.filter(
    ({ generation, version }) => version === given || generation.startsWith(given.toLowerCase()),
  );
  if (fits.length === 1 && fits[0]) return fits[0].generation;
  const known = earlier.map(({ version, generation }) => `${generation.slice(0, 8)} (${version})`).join(', ');
  throw new PlatformError('HF_CLI_GENERATION_UNKNOWN', { plugin, version: given, known: known || 'none' });
}
