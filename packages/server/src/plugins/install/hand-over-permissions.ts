import type { PluginManifest } from '@honeyframe/contract/manifest';
import { releasePermissions } from '../../access/index.ts';
import type { Queries } from '../../database/index.ts';
import { installEverywhere } from './install-everywhere.ts';

/**
 * Takes permissions out of the catalogue, all of an owner or only some. A plugin that waited for one owns it from now on,
 * and gets what it seeds of it in the same transaction: no start would find that out later.
 */
export async function handOverPermissions(
  trx: Queries,
  owner: string,
  only?: readonly string[],
): Promise<void> {
  const { taken_up } = await releasePermissions(trx, owner, only);
  const heirs = [...new Set(taken_up.map(({ to }) => to))];
  if (heirs.length === 0) return;
  const rows = await trx
    .selectFrom('plugins')
    .select('manifest')
    .where('slug', 'in', heirs)
    .where('state', '!=', 'uninstalled')
    .orderBy('slug')
    .execute();
  // It was valid when it was installed.
  for (const { manifest } of rows) await installEverywhere(trx, manifest as unknown as PluginManifest);
}
