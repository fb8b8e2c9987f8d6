import type { Shell } from '@honeyframe/contract/api';
import type { PluginAccess, PluginRecord } from '../plugins/index.ts';

/**
 * Plugins with pages that are being started. One that no organisation uses yet is about to be installed, in this one
 * too; one that others use and this one does not stays their business.
 */
export function listPreparing(
  records: readonly Pick<PluginRecord, 'state' | 'discovered'>[],
  access: Pick<PluginAccess, 'isEnabled' | 'isEnabledAnywhere'>,
  orgId: string,
): Shell['preparing'] {
  return records.flatMap(({ state, discovered: { slug, manifest } }) => {
    // Its routes answer before its pages are there.
    if (state !== 'starting' || !manifest?.frontend_entry) return [];
    if (access.isEnabledAnywhere(slug) && !access.isEnabled(slug, orgId)) return [];
    return [{ slug, display_name: manifest.display_name }];
  });
}
