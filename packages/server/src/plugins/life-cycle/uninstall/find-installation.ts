import { PlatformError } from '@honeyframe/contract';
import type { Queries } from '../../../database/index.ts';

export type UninstalledRow = Awaited<ReturnType<typeof findInstallation>>;

/** Also one of which only data is left: that can be purged. Throws HF_PLUGIN_STEP_IMPOSSIBLE. */
export async function findInstallation(queries: Queries, slug: string, data: 'keep' | 'purge') {
  const row = await selectInstallation(queries, slug).executeTakeFirst();
  const fail = (reason: string) =>
    new PlatformError('HF_PLUGIN_STEP_IMPOSSIBLE', { plugin: slug, step: 'uninstall', reason });
  if (!row) throw fail('it is not installed');
  if (row.state === 'uninstalled' && data === 'keep')
    throw fail('it is uninstalled already, and its data is kept');
  return row;
}

/** Until the transaction ends nobody installs or upgrades it. Throws HF_PLUGIN_PLAN_OUTDATED. */
export async function requireSameInstallation(trx: Queries, expected: UninstalledRow): Promise<void> {
  const row = await selectInstallation(trx, expected.slug).forUpdate().executeTakeFirst();
  const isSame =
    row?.active_generation === expected.active_generation &&
    (row.state === 'uninstalled') === (expected.state === 'uninstalled');
  if (isSame) return;
  const reason = 'another version runs by now';
  throw new PlatformError('HF_PLUGIN_PLAN_OUTDATED', { plugin: expected.slug, reason });
}

function selectInstallation(queries: Queries, slug: string) {
  return queries
    .selectFrom('plugins')
    .select(['slug', 'version', 'display_name', 'source', 'state', 'active_generation', 'manifest'])
    .select('installed_at')
    .where('slug', '=', slug);
}
