import { PlatformError } from '@honeyframe/contract';
import type { PluginStep } from '@honeyframe/contract/api';
import type { PluginRecord } from '../plugin-record.ts';

/** While a start brings a plugin up nothing else may: both would put code in its place. Throws HF_PLUGIN_STEP_IMPOSSIBLE. */
export function requireStarted(record: PluginRecord | undefined, step: PluginStep): void {
  if (record?.state !== 'starting') return;
  const reason = 'it is still starting; try again in a moment';
  throw new PlatformError('HF_PLUGIN_STEP_IMPOSSIBLE', { plugin: record.discovered.slug, step, reason });
}
