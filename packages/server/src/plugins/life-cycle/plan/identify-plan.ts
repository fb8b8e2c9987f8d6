import { createHash } from 'node:crypto';
import type { PluginPlan } from '@honeyframe/contract/api';

/** Names a plan by its content: one that says the same is the same, and anything else must be looked at again. */
export function identifyPlan(plan: Omit<PluginPlan, 'id'>): PluginPlan {
  const id = createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 32);
  return { id, ...plan };
}
