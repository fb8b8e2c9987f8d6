import { createDiagnostic, type Diagnostic } from '../diagnostics/index.ts';
import { findProblem, type ProblemCode } from '../errors/index.ts';
import { findCrossProblems } from './cross-checks.ts';
import { readFields } from './field-checks.ts';
import { type FolderClaims, findFolderClaims, noClaims } from './folder-claims.ts';
import { describeValue, isRecord, type ManifestFinding } from './manifest-finding.ts';
import type { PluginManifest } from './manifest-schema.ts';
import { readRawManifest } from './raw-manifest.ts';
import { findUnknownFields } from './unknown-fields.ts';
import type { Positions } from './yaml-positions.ts';
import { readYaml, type YamlReading } from './yaml-source.ts';

/** Whose manifest is parsed; both go into its diagnostics. */
export interface ManifestPlace {
  /** The plugin's slug as far as it is known: the name of its folder. */
  readonly plugin: string;
  /** The path that diagnostics show. */
  readonly file: string;
}

/** A manifest parsed, with everything that is wrong with it. */
export interface ParsedManifest {
  /** Present when no error was found; warnings keep it. */
  readonly manifest?: PluginManifest;
  /** Everything found, in the order of the file. */
  readonly diagnostics: readonly Diagnostic[];
  /** What can be compared with the plugin's folder, even when the manifest has errors. */
  readonly claims: FolderClaims;
  /** Where a field stands, for checks that need more than the text. */
  readonly positions: Positions;
}

/** Beyond this many a list helps nobody, and a hostile file could make it long. */
const maxDiagnostics = 100;

/**
 * Parses and validates a plugin.yaml: pure, bounded in time whatever the source holds, and it never throws.
 * All problems are reported in one pass.
 *
 * @example
 * const { manifest, diagnostics } = parseManifest(text, { plugin: 'healthcare', file: 'plugins/healthcare/plugin.yaml' });
 */
export function parseManifest(source: string | Uint8Array, place: ManifestPlace): ParsedManifest {
  try {
    return parse(source, place);
  } catch (error) {
    // The checks below do not throw by intention; whatever does all the same is a problem of this one manifest.
    const reason = error instanceof Error ? error.message : String(error);
    const diagnostics = [createDiagnostic('HF_DISCOVERY_FAILED', place, { reason })];
    return { diagnostics, claims: noClaims, positions: () => ({ line: 1, column: 1 }) };
  }
}

function parse(source: string | Uint8Array, place: ManifestPlace): ParsedManifest {
  const reading = readYaml(source);
  const { positions } = reading;
  if (!reading.usable) return { diagnostics: toDiagnostics(reading, [], place), claims: noClaims, positions };
  const { value } = reading;
  if (!isRecord(value)) {
    const context = { field: 'plugin.yaml', expected: 'a mapping', received: describeValue(value) };
    const findings: ManifestFinding[] = [{ code: 'HF_MANIFEST_WRONG_TYPE', path: [], context }];
    return { diagnostics: toDiagnostics(reading, findings, place), claims: noClaims, positions };
  }
  const raw = readRawManifest(value);
  const fields = readFields(value, reading.sourceTexts);
  const findings = [...fields.findings, ...findUnknownFields(value), ...findCrossProblems(raw)];
  const failed = [...reading.findings, ...findings].some(({ code }) => isError(code));
  return {
    ...(fields.manifest && !failed && { manifest: fields.manifest }),
    diagnostics: toDiagnostics(reading, findings, place),
    claims: findFolderClaims(raw),
    positions,
  };
}

function toDiagnostics(
  reading: YamlReading,
  findings: readonly ManifestFinding[],
  place: ManifestPlace,
): Diagnostic[] {
  const all = [...reading.findings, ...findings];
  const shown = selectShown(all).map((finding) => {
    const position =
      'position' in finding ? finding.position : reading.positions(finding.path, finding.part ?? 'value');
    const context = { plugin: place.plugin, ...finding.context };
    return createDiagnostic(finding.code, { ...place, ...position }, context);
  });
  shown.sort((left, right) => left.line - right.line || left.column - right.column);
  const more = all.length - shown.length;
  return more === 0 ? shown : [...shown, createDiagnostic('HF_MANIFEST_TOO_MANY_PROBLEMS', place, { more })];
}

/** Errors before warnings where not all fit: a list without an error would say that the manifest is valid. */
function selectShown<T extends { readonly code: ProblemCode }>(findings: readonly T[]): readonly T[] {
  if (findings.length <= maxDiagnostics) return findings;
  const errors = findings.filter(({ code }) => isError(code));
  return [...errors, ...findings.filter(({ code }) => !isError(code))].slice(0, maxDiagnostics);
}

function isError(code: ProblemCode): boolean {
  return (findProblem(code).severity ?? 'error') === 'error';
}
