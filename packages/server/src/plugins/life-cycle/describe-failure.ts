import { createDiagnostic, type Diagnostic, PlatformError } from '@honeyframe/contract';
import type { DiscoveredPlugin } from '@honeyframe/host';

/** What kept a plugin from running, as something that its record can show. */
export function describeFailure({ slug, manifest_file }: DiscoveredPlugin, error: unknown): Diagnostic {
  const place = { plugin: slug, file: manifest_file };
  if (error instanceof PlatformError)
    return { ...createDiagnostic(error.code, place, error.context), severity: 'error' };
  const reason = error instanceof Error ? error.message : String(error);
  return createDiagnostic('HF_PLUGIN_INSTALL_FAILED', place, { plugin: slug, reason });
}
