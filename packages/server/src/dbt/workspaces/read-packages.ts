import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createDiagnostic, type Diagnostic } from '@honeyframe/contract';
import { readYaml } from '@honeyframe/contract/manifest';
import { findPathFault, type ProjectPlace, toFields } from './read-project.ts';

export interface CheckedPackages {
  readonly diagnostics: readonly Diagnostic[];
  /** Names of those that are not vendored, and that dbt's hub has. */
  readonly hub: readonly string[];
}

/** Checks which packages a project asks for: local ones lie inside, and all are vendored in `packagesFolder` or on the hub. */
export async function checkPackages(
  place: ProjectPlace,
  packagesFolder: string,
  files: readonly string[],
): Promise<CheckedPackages> {
  const diagnostics: Diagnostic[] = [];
  const hub: string[] = [];
  for (const name of ['packages.yml', 'dependencies.yml']) {
    const file = path.join(place.folder, place.base, name);
    const packages = await readPackages(file);
    if (packages.length === 0) continue;
    diagnostics.push(...packages.flatMap((entry) => checkLocal(place, file, entry)));
    const vendored = path.posix.join(place.base, packagesFolder);
    if (place.base !== '' || files.some((found) => found.startsWith(`${vendored}/`))) continue;
    const names = packages.map(nameOf);
    // What the hub has can be fetched; whoever asks for it says so when that fails.
    if (packages.every(isOfHub)) hub.push(...names);
    else diagnostics.push(describeMissing({ ...place, file }, names, 'only packages of the hub are fetched'));
  }
  return { diagnostics, hub };
}

export function describeMissing(
  { plugin, file }: { readonly plugin: string; readonly file: string },
  names: readonly string[],
  reason: string,
): Diagnostic {
  const packages = names.join("', '");
  return createDiagnostic('HF_DBT_PACKAGES_MISSING', { plugin, file }, { packages, reason });
}

/** A template would be rendered while there is a network. */
function isOfHub(entry: Record<string, unknown>): boolean {
  const isPlain = !JSON.stringify(entry).match(/\{[{%]/);
  return isPlain && typeof entry.package === 'string' && /^[\w-]+\/[\w-]+$/.test(entry.package);
}

function nameOf(entry: Record<string, unknown>): string {
  return String(entry.package ?? entry.git ?? entry.local ?? entry.tarball ?? 'a package without a name');
}

async function readPackages(file: string): Promise<Record<string, unknown>[]> {
  const source = await readFile(file).catch(() => undefined);
  const packages = source ? toFields(readYaml(source))?.packages : undefined;
  return Array.isArray(packages)
    ? packages.filter((entry) => typeof entry === 'object' && entry !== null)
    : [];
}

function checkLocal(place: ProjectPlace, file: string, entry: Record<string, unknown>): Diagnostic[] {
  if (typeof entry.local !== 'string') return [];
  const code = findPathFault(entry.local, place.base);
  if (!code) return [];
  return [createDiagnostic(code, { plugin: place.plugin, file }, { path: entry.local, field: 'local' })];
}
