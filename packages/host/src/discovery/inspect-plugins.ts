import { createDiagnostic, type Diagnostic } from '@honeyframe/contract';
import {
  isPluginSlug,
  maxManifestBytes,
  type ParsedManifest,
  type Positions,
  parseManifest,
} from '@honeyframe/contract/manifest';
import { checkNavIcons, checkNavPages } from './check-nav.ts';
import { requiresAnything } from './check-requirements.ts';
import { checkTargets } from './check-targets.ts';
import type { ResolvedOptions } from './discover-options.ts';
import type { DiscoveredPlugin } from './discovered-plugin.ts';
import { describeReading, locateRoot, type Refusal } from './manifest-refusal.ts';
import type { PluginCandidate } from './plugin-candidate.ts';
import { PluginFolder } from './plugin-folder.ts';
import { createInspection, type PluginInspection } from './plugin-inspection.ts';
import { resolveRouters } from './resolve-routers.ts';
import { describeSystemError } from './system-error.ts';

/** A plugin looked at, with the positions in its manifest for checks that need the other plugins. */
export interface InspectedPlugin {
  readonly plugin: DiscoveredPlugin;
  /** Kept where the manifest requires something. */
  readonly positions?: Positions;
}

/** A candidate whose manifest was read. */
interface OpenPlugin {
  readonly candidate: PluginCandidate;
  readonly root: string;
  readonly folder: PluginFolder;
  readonly bytes: Uint8Array;
}

/** A candidate whose manifest was parsed. */
interface ParsedPlugin extends OpenPlugin {
  readonly parsed: ParsedManifest;
}

/**
 * Looks at candidates: their manifests, and whether the folders hold what the manifests name. Never throws. Step by
 * step over all of them: what one step needs then stays in the processor's caches, which saves a tenth.
 */
export function inspectPlugins(
  candidates: readonly PluginCandidate[],
  options: ResolvedOptions,
): InspectedPlugin[] {
  return candidates
    .map(openPlugin)
    .map(parsePlugin)
    .map((parsed) => compareWithFolder(parsed, options));
}

/** Looks at one candidate. Never throws. */
export function inspectPlugin(candidate: PluginCandidate, options: ResolvedOptions): InspectedPlugin {
  return compareWithFolder(parsePlugin(openPlugin(candidate)), options);
}

/** None of the steps throws by intention; one plugin's surprise must not be the end of all the others. */
function guard<T>(candidate: PluginCandidate, step: () => T): T | InspectedPlugin {
  try {
    return step();
  } catch (error) {
    const context = { reason: describeSystemError(error) };
    return refuse(candidate, candidate.folder, { code: 'HF_DISCOVERY_FAILED', context });
  }
}

function openPlugin(candidate: PluginCandidate): OpenPlugin | InspectedPlugin {
  return guard(candidate, () => {
    const located = locateRoot(candidate);
    if ('refusal' in located) return refuse(candidate, candidate.folder, located.refusal);
    const { root } = located;
    const folder = new PluginFolder(root);
    const { reading } = folder.read(candidate.manifestName, maxManifestBytes);
    if (reading.outcome !== 'read') return refuse(candidate, root, describeReading(reading, candidate));
    return { candidate, root, folder, bytes: reading.bytes };
  });
}

function parsePlugin(open: OpenPlugin | InspectedPlugin): ParsedPlugin | InspectedPlugin {
  if ('plugin' in open) return open;
  const { candidate, bytes } = open;
  return {
    ...open,
    parsed: parseManifest(bytes, { plugin: candidate.name, file: candidate.file }),
  };
}

function compareWithFolder(
  parsed: ParsedPlugin | InspectedPlugin,
  options: ResolvedOptions,
): InspectedPlugin {
  return 'plugin' in parsed ? parsed : guard(parsed.candidate, () => compare(parsed, options));
}

function compare(
  { candidate, root, folder, parsed }: ParsedPlugin,
  options: ResolvedOptions,
): InspectedPlugin {
  const { manifest, claims, positions } = parsed;
  const slug = slugOf(candidate, claims.name);
  const diagnostics: Diagnostic[] = [...parsed.diagnostics];
  const place = { plugin: slug, file: candidate.file };
  const inspection = createInspection({ claims, folder, options }, place, positions, diagnostics);
  checkName(candidate, inspection);
  const routers = resolveRouters(inspection);
  checkTargets(inspection);
  checkNavPages(inspection);
  checkNavIcons(inspection);
  diagnostics.sort((left, right) => left.line - right.line || left.column - right.column);
  const found = describeFound(candidate, root, slug, diagnostics);
  const plugin = { ...found, has_manifest: true, ...(manifest && { manifest }), routers };
  // Positions hold the whole parsed document; nearly no plugin needs it any longer.
  return manifest && requiresAnything(manifest) ? { plugin, positions } : { plugin };
}

/** A package's folder is named by npm; all others by the plugin. */
function checkName(candidate: PluginCandidate, { claims, report }: PluginInspection): void {
  const { name } = claims;
  if (candidate.source === 'package' || name === undefined || name === candidate.name) return;
  report('HF_MANIFEST_NAME_MISMATCH', ['name'], { name: name.slice(0, 80), folder: candidate.name });
}

function slugOf(candidate: PluginCandidate, name: string | undefined): string {
  return candidate.source === 'package' && name !== undefined && isPluginSlug(name) ? name : candidate.name;
}

function refuse(candidate: PluginCandidate, root: string, refusal: Refusal): InspectedPlugin {
  const { code, context, file = candidate.file, claims_slug: hasManifest = true } = refusal;
  const diagnostics = [createDiagnostic(code, { plugin: candidate.name, file }, context)];
  const found = describeFound(candidate, root, candidate.name, diagnostics);
  return { plugin: { ...found, has_manifest: hasManifest, routers: [] } };
}

function describeFound(
  candidate: PluginCandidate,
  root: string,
  slug: string,
  diagnostics: readonly Diagnostic[],
): Pick<DiscoveredPlugin, 'slug' | 'source' | 'root' | 'manifest_file' | 'state' | 'diagnostics'> {
  const state = diagnostics.some(({ severity }) => severity === 'error') ? 'invalid' : 'valid';
  return {
    slug,
    source: candidate.source,
    root,
    manifest_file: candidate.file,
    state,
    diagnostics,
  };
}
