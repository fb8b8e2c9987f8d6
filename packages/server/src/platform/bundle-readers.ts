import { type Callers, readCredential } from '../auth/index.ts';
import type { MayLoadBundle } from '../frontend/index.ts';
import type { PluginAccess } from '../plugins/index.ts';

/**
 * The code of a plugin tells what an organisation works with: only those load it who belong to one where it is enabled,
 * whichever of theirs they are in at the moment, and superadmins.
 */
export function createBundleReaders(callers: Callers, pluginAccess: PluginAccess): MayLoadBundle {
  return async (request, slug) => {
    if (request.caller?.user.is_superadmin) return true;
    const credential = readCredential(request.headers);
    const known = credential && (await callers.account(credential));
    // In development nothing asks who is there before this does.
    if (known?.account.is_superadmin) return true;
    return known?.orgs.some(({ id }) => pluginAccess.isEnabled(slug, id)) ?? false;
  };
}
