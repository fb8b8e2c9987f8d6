import type { PluginSummary } from '@honeyframe/contract/api';
import type { Queries } from '../database/index.ts';
import type { PluginCode } from './life-cycle/plugin-code.ts';
import { type PluginRecord, toInstallable } from './plugin-record.ts';

/** What was rolled back, by plugin: a folder with this content does not run by itself again. */
export async function loadHeld(queries: Queries): Promise<ReadonlyMap<string, string>> {
  const rows = await queries
    .selectFrom('plugins')
    .select(['slug', 'held_generation'])
    .where('held_generation', 'is not', null)
    .execute();
  return new Map(rows.map(({ slug, held_generation }) => [slug, held_generation ?? '']));
}

/** What a folder holds that does not run. A folder that cannot be read offers nothing; its findings say why. */
export async function findUpdate(
  { running, discovered }: PluginRecord,
  code: PluginCode,
  held: ReadonlyMap<string, string>,
): Promise<PluginSummary['update']> {
  const found = toInstallable(discovered);
  if (!running || !found) return null;
  const generation = await code.identify(found).catch(() => running.generation);
  if (generation === running.generation) return null;
  return { version: found.manifest.version, generation, held: held.get(found.slug) === generation };
}
