import { realpathSync } from 'node:fs';
import path from 'node:path';
import {
  createDiagnostic,
  type Diagnostic,
  type ProblemCode,
  type ProblemContext,
} from '@honeyframe/contract';
import {
  isPluginSlug,
  maxManifestBytes,
  type ParsedManifest,
  parseManifest,
} from '@honeyframe/contract/manifest';
import { checkNavIcons, checkNavPages } from './check-nav.ts';
import { checkTargets } from './check-targets.ts';
import type { ResolvedOptions } from './discover-options.ts';
import type { DiscoveredPlugin, ResolvedRouter } from './discovered-plugin.ts';
import type { PluginCandidate } from './plugin-candidate.ts';
import { createInspection } from './plugin-inspection.ts';
import { type FileReading, readFileInside } from './read-file-inside.ts';
import { resolveRouters } from './resolve-routers.ts';
import { describeSystemError } from './system-error.ts';

/** Looks at one candidate: its manifest, and whether the folder holds what the manifest names. Never throws. */
export function inspectPlugin(candidate: PluginCandidate, options: ResolvedOptions): DiscoveredPlugin {
  try {
    return inspect(candidate, options);
  } catch (error) {
    // None of the steps throws by intention; one plugin's surprise must not be the end of all the others.
    return refuse(candidate, candidate.folder, 'HF_DISCOVERY_FAILED', { reason: describeSystemError(error) });
  }
}

function inspect(candidate: PluginCandidate, options: ResolvedOptions): DiscoveredPlugin {
  const { folder, name, kind, packageProblem } = candidate;
  if (kind !== undefined) return refuse(candidate, folder, 'HF_PLUGIN_NOT_A_FOLDER', { name, kind }, folder);
  if (packageProblem !== undefined) {
    const context = { package: name, reason: packageProblem };
    return refuse(candidate, folder, 'HF_PLUGIN_PACKAGE_INVALID', context, path.join(folder, 'package.json'));
  }
  let root: string;
  try {
    root = realpathSync.native(folder);
  } catch (error) {
    return refuse(candidate, folder, 'HF_PLUGIN_FOLDER_UNREADABLE', {
      folder,
      reason: describeSystemError(error),
    });
  }
  const file = manifestFileOf(candidate);
  const reading = readFileInside(root, file, maxManifestBytes);
  if (reading.outcome === 'read') return inspectManifest(candidate, root, reading.bytes, options);
  const { code, context } = describeReading(reading, candidate);
  return refuse(candidate, root, code, context);
}

function inspectManifest(
  candidate: PluginCandidate,
  root: string,
  bytes: Uint8Array,
  options: ResolvedOptions,
): DiscoveredPlugin {
  const place = { plugin: candidate.name, file: manifestFileOf(candidate) };
  const parsed = parseManifest(bytes, place);
  const slug = slugOf(candidate, parsed);
  const diagnostics: Diagnostic[] = [...parsed.diagnostics];
  checkName(candidate, parsed, place.file, diagnostics);
  const routers = parsed.manifest
    ? inspectContents(parsed, { ...place, plugin: slug }, root, options, diagnostics)
    : [];
  diagnostics.sort((left, right) => left.line - right.line || left.column - right.column);
  return {
    ...describeFound(candidate, root, slug, diagnostics),
    has_manifest: true,
    ...(parsed.manifest && { manifest: parsed.manifest }),
    routers,
  };
}

function inspectContents(
  { manifest, positions }: ParsedManifest,
  place: { readonly plugin: string; readonly file: string },
  root: string,
  options: ResolvedOptions,
  diagnostics: Diagnostic[],
): ResolvedRouter[] {
  if (!manifest) return [];
  const inspection = createInspection({ manifest, root, options }, place, positions, diagnostics);
  const routers = resolveRouters(inspection);
  checkTargets(inspection);
  checkNavPages(inspection);
  checkNavIcons(inspection);
  return routers;
}

/** A package's folder is named by npm; all others by the plugin. */
function checkName(
  candidate: PluginCandidate,
  parsed: ParsedManifest,
  file: string,
  diagnostics: Diagnostic[],
): void {
  const { name, positions } = parsed;
  if (candidate.source === 'package' || name === undefined || name === candidate.name) return;
  const context = { name, folder: candidate.name };
  const place = { plugin: candidate.name, file, ...positions(['name']) };
  diagnostics.push(createDiagnostic('HF_MANIFEST_NAME_MISMATCH', place, context));
}

function slugOf(candidate: PluginCandidate, parsed: ParsedManifest): string {
  const { name } = parsed;
  return candidate.source === 'package' && name !== undefined && isPluginSlug(name) ? name : candidate.name;
}

function describeReading(
  reading: Exclude<FileReading, { outcome: 'read' }>,
  { folder, manifestName }: PluginCandidate,
): { code: ProblemCode; context: ProblemContext } {
  switch (reading.outcome) {
    case 'missing':
      return { code: 'HF_MANIFEST_MISSING', context: { folder } };
    case 'too_large':
      return { code: 'HF_MANIFEST_TOO_LARGE', context: { limit: maxManifestBytes / 1024 } };
    case 'outside':
      return { code: 'HF_MANIFEST_PATH_OUTSIDE', context: { field: 'the link', value: manifestName } };
    case 'not_a_file':
      return { code: 'HF_MANIFEST_NOT_A_FILE', context: { file: manifestName, kind: reading.kind } };
    case 'unreadable':
      return { code: 'HF_MANIFEST_UNREADABLE', context: { file: manifestName, reason: reading.reason } };
  }
}

function refuse(
  candidate: PluginCandidate,
  root: string,
  code: ProblemCode,
  context: ProblemContext,
  file = manifestFileOf(candidate),
): DiscoveredPlugin {
  const diagnostics = [createDiagnostic(code, { plugin: candidate.name, file }, context)];
  // A leftover without a manifest claims nothing; one that cannot be read may be the plugin that counts.
  const hasManifest = ![
    'HF_MANIFEST_MISSING',
    'HF_PLUGIN_NOT_A_FOLDER',
    'HF_PLUGIN_PACKAGE_INVALID',
  ].includes(code);
  return {
    ...describeFound(candidate, root, candidate.name, diagnostics),
    has_manifest: hasManifest,
    routers: [],
  };
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
    manifest_file: manifestFileOf(candidate),
    state,
    diagnostics,
  };
}

function manifestFileOf({ folder, manifestName }: PluginCandidate): string {
  return path.join(folder, manifestName);
}
