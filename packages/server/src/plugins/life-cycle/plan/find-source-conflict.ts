import { createDiagnostic, type Diagnostic } from '@honeyframe/contract';
import type { PluginVersion } from '../plugin-code.ts';

/** A name that is installed from somewhere else is not taken over: the two may have nothing in common but the name. */
export function findSourceConflict(
  { plugin, origin }: PluginVersion,
  installed: { readonly source: string; readonly folder: string } | undefined,
): Diagnostic[] {
  if (!installed || installed.source === plugin.source) return [];
  const context = {
    plugin: plugin.slug,
    installed: `${installed.source} (${installed.folder})`,
    source: `${plugin.source} (${origin})`,
  };
  return [
    createDiagnostic('HF_PLUGIN_SOURCE_CONFLICT', { plugin: plugin.slug, file: 'plugin.yaml' }, context),
  ];
}
