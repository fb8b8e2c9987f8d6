import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { ProblemCode, ProblemContext } from '@honeyframe/contract';
import { maxManifestBytes } from '@honeyframe/contract/manifest';
import type { PluginCandidate } from './plugin-candidate.ts';
import type { FileReading } from './read-file.ts';
import { describeSystemError } from './system-error.ts';

/** Why a candidate is refused before its manifest is looked into. */
export interface Refusal {
  readonly code: ProblemCode;
  readonly context: ProblemContext;
  /** What the diagnostic points at; by default the manifest. */
  readonly file?: string;
  /** False for a leftover, which must not hide a plugin of the same name elsewhere. */
  readonly claims_slug?: boolean;
}

/** The folder of a candidate with links resolved, or what is wrong before anything of it is read. */
export function locateRoot(candidate: PluginCandidate): { root: string } | { refusal: Refusal } {
  const { folder, name, kind, packageProblem, root } = candidate;
  if (kind !== undefined) return leftover('HF_PLUGIN_NOT_A_FOLDER', { name, kind }, folder);
  if (packageProblem !== undefined) {
    const context = { package: name, reason: packageProblem };
    return leftover('HF_PLUGIN_PACKAGE_INVALID', context, path.join(folder, 'package.json'));
  }
  if (root !== undefined) return { root };
  try {
    return { root: realpathSync.native(folder) };
  } catch (error) {
    const context = { folder, reason: describeSystemError(error) };
    return { refusal: { code: 'HF_PLUGIN_FOLDER_UNREADABLE', context } };
  }
}

function leftover(code: ProblemCode, context: ProblemContext, file: string): { refusal: Refusal } {
  return { refusal: { code, context, file, claims_slug: false } };
}

/** What is wrong with a manifest that could not be read. */
export function describeReading(
  reading: Exclude<FileReading, { outcome: 'read' }>,
  { folder, manifestName: file }: PluginCandidate,
): Refusal {
  switch (reading.outcome) {
    case 'missing':
    case 'link':
      return { code: 'HF_MANIFEST_MISSING', context: { folder }, claims_slug: false };
    case 'too_large':
      return { code: 'HF_MANIFEST_TOO_LARGE', context: { limit: maxManifestBytes / 1024 } };
    case 'outside':
      return { code: 'HF_MANIFEST_LINKED_OUTSIDE', context: { file } };
    case 'not_a_file':
      return { code: 'HF_MANIFEST_NOT_A_FILE', context: { file, kind: reading.kind } };
    case 'unreadable':
      return { code: 'HF_MANIFEST_UNREADABLE', context: { file, reason: reading.reason } };
  }
}
