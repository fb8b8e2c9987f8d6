import { setImmediate } from 'node:timers/promises';
import { createDiagnostic, type Diagnostic } from '@honeyframe/contract';
import type { PluginManifest } from '@honeyframe/contract/manifest';
import { checkRequirements } from './check-requirements.ts';
import { type DiscoverOptions, type ResolvedOptions, resolveOptions } from './discover-options.ts';
import type { DiscoveredPlugin, DiscoveryReport } from './discovered-plugin.ts';
import { type InspectedPlugin, inspectPlugins } from './inspect-plugins.ts';
import { listCandidates } from './list-candidates.ts';
import { markShadowed } from './mark-shadowed.ts';
import { describeSystemError } from './system-error.ts';

/** Plugins looked at before the event loop gets its turn: some ten milliseconds. */
const sliceSize = 16;

/**
 * Finds the plugins that can be used. Never throws and never rejects: a malformed plugin is left out, its errors go
 * to standard error, and the others are there. Whoever wants to show the problems asks `discoverReport`.
 *
 * @example
 * for (const plugin of await discover()) console.log(plugin.name, plugin.version, plugin.routers.length);
 */
export async function discover(options: DiscoverOptions = {}): Promise<PluginManifest[]> {
  const report = await discoverReport(options);
  for (const diagnostic of collectErrors(report)) console.error(formatDiagnostic(diagnostic));
  return report.plugins.flatMap(({ state, manifest }) => (state === 'valid' && manifest ? [manifest] : []));
}

/** Finds everything that is, or was meant to be, a plugin, with all that is wrong with it. Never rejects. */
export async function discoverReport(options: DiscoverOptions = {}): Promise<DiscoveryReport> {
  try {
    return await discoverAll(resolveOptions(options));
  } catch (error) {
    // The working directory can be gone; there is no more to say then.
    const context = { reason: describeSystemError(error) };
    const diagnostic = createDiagnostic('HF_DISCOVERY_FAILED', { plugin: '', file: '' }, context);
    return { install_dir: '', plugins: [], diagnostics: [diagnostic] };
  }
}

async function discoverAll(options: ResolvedOptions): Promise<DiscoveryReport> {
  const { candidates, diagnostics } = listCandidates(options);
  const found: InspectedPlugin[] = [];
  for (let start = 0; start < candidates.length; start += sliceSize) {
    if (start > 0) await setImmediate();
    found.push(...inspectPlugins(candidates.slice(start, start + sliceSize), options));
  }
  return {
    install_dir: options.installDir,
    ...(options.dataDir !== undefined && { data_dir: options.dataDir }),
    plugins: compare(found, options.platformVersion),
    diagnostics,
  };
}

/** What plugins mean to each other; each has been looked at by itself before. */
function compare(found: readonly InspectedPlugin[], platformVersion: string): DiscoveredPlugin[] {
  const positions = new Map(found.map((inspected) => [inspected.plugin.manifest_file, inspected.positions]));
  const ordered = markShadowed(found.map(({ plugin }) => plugin));
  return checkRequirements(ordered, platformVersion, (plugin) => positions.get(plugin.manifest_file));
}

function collectErrors({ plugins, diagnostics }: DiscoveryReport): Diagnostic[] {
  const all = [...diagnostics, ...plugins.flatMap((plugin) => plugin.diagnostics)];
  return all.filter(({ severity }) => severity === 'error');
}

/** A diagnostic as one line of text: `file:line:column severity CODE message hint`. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { severity, code, message, hint, file, line, column } = diagnostic;
  return `${file}:${line}:${column} ${severity} ${code} ${message} ${hint}`;
}
