import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { createDiagnostic, type Diagnostic } from '@honeyframe/contract';
import { isPluginSlug } from '@honeyframe/contract/manifest';
import type { ResolvedOptions } from './discover-options.ts';
import type { PluginSource } from './discovered-plugin.ts';
import { describeKind } from './file-kind.ts';
import { listPackages } from './list-packages.ts';
import type { PluginCandidate } from './plugin-candidate.ts';
import { codeOf, describeSystemError } from './system-error.ts';

/** What the roots hold. */
export interface CandidateList {
  readonly candidates: readonly PluginCandidate[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The name of every plugin's manifest. */
export const manifestFileName = 'plugin.yaml';

/** Lists everything in all roots that is, or was meant to be, a plugin. */
export function listCandidates({ installDir, dataDir }: ResolvedOptions): CandidateList {
  const lists: CandidateList[] = [listFolder(installDir, 'bundled')];
  // One folder can serve as both; its plugins are not found twice.
  if (dataDir !== undefined && !isSameFolder(installDir, dataDir)) {
    lists.push(listFolder(dataDir, 'customer'), { candidates: listPackages(dataDir), diagnostics: [] });
  }
  lists.push({ candidates: listPackages(installDir), diagnostics: [] });
  return {
    candidates: lists.flatMap(({ candidates }) => candidates),
    diagnostics: lists.flatMap(({ diagnostics }) => diagnostics),
  };
}

function listFolder(parent: string, source: PluginSource): CandidateList {
  const folder = path.join(parent, 'plugins');
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((left, right) =>
      left.name < right.name ? -1 : 1,
    );
    const real = realpathSync.native(folder);
    return {
      candidates: entries.flatMap((entry) => toCandidate(folder, real, entry, source)),
      diagnostics: [],
    };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { candidates: [], diagnostics: [] };
    const context = { folder, reason: describeSystemError(error) };
    const place = { plugin: '', file: folder };
    return { candidates: [], diagnostics: [createDiagnostic('HF_PLUGIN_FOLDER_UNREADABLE', place, context)] };
  }
}

function toCandidate(parent: string, real: string, entry: Dirent, source: PluginSource): PluginCandidate[] {
  const { name } = entry;
  const folder = `${parent}/${name}`;
  const candidate: PluginCandidate = {
    folder,
    name,
    source,
    manifestName: manifestFileName,
    file: `${folder}/${manifestFileName}`,
    ...(entry.isDirectory() && { root: `${real}/${name}` }),
  };
  const kind = kindOf(entry, folder);
  if (kind === 'a folder') return isMeantAsPlugin(name, folder) ? [candidate] : [];
  // README.md and the like are nobody's plugin; a file with the name of one was meant to be a folder.
  return isPluginSlug(name) ? [{ ...candidate, kind }] : [];
}

/** A folder whose name no plugin can have (`node_modules`, `.git`) is one's own business, unless it holds a manifest. */
function isMeantAsPlugin(name: string, folder: string): boolean {
  if (isPluginSlug(name)) return true;
  return !name.startsWith('.') && existsSync(path.join(folder, manifestFileName));
}

function kindOf(entry: Dirent, folder: string): string {
  if (!entry.isSymbolicLink()) return describeKind(entry);
  try {
    return describeKind(statSync(folder));
  } catch {
    return 'a broken link';
  }
}

function isSameFolder(left: string, right: string): boolean {
  if (left === right) return true;
  try {
    return realpathSync.native(left) === realpathSync.native(right);
  } catch {
    return false;
  }
}
