import type { Contribution } from '@honeyframe/host';
import type { PluginRecord } from '../plugin-record.ts';
import type { PluginVersion } from './plugin-code.ts';
import { disposeAll, type PreparedPlugin } from './prepare-plugin.ts';

/** What ran before and is still answering the requests that it had begun. */
export interface Retirement {
  /** Resolves when nobody is inside any more; never rejects. */
  readonly done: Promise<void>;
}

/**
 * Puts a prepared version in the place of what ran. New requests meet it at once; what ran before finishes those that it
 * has and goes. Throws what a surface throws; then what ran before runs on.
 */
export async function switchPlugin(
  record: PluginRecord,
  { plugin, generation }: PluginVersion,
  prepared: PreparedPlugin,
): Promise<Retirement> {
  const previous = record.running;
  const contributions = await prepared.activate();
  record.running = { plugin, generation, contributions };
  return retire(previous?.contributions ?? []);
}

export function retire(contributions: readonly Contribution[]): Retirement {
  return { done: disposeAll(contributions) };
}
