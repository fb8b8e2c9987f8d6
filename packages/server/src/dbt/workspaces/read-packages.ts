import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createDiagnostic, type Diagnostic } from '@honeyframe/contract';
import { readYaml } from '@honeyframe/contract/manifest';
import { findPathFault, type ProjectPlace, toFields } from './read-project.ts';

/** Checks which packages a project asks for: local ones lie inside, and all are vendored in `packagesFolder`. */
export async function checkPackages(
  place: ProjectPlace,
  packagesFolder: string,
  files: readonly string[],
): Promise<Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  for (const name of ['packages.yml', 'dependencies.yml']) {
    const file = path.join(place.folder, place.base, name);
    const packages = await readPackages(file);
    if (packages.length === 0) continue;
    diagnostics.push(...packages.flatMap((entry) => checkLocal(place, file, entry)));
    const vendored = path.posix.join(place.base, packagesFolder);
    if (place.base === '' && !files.some((found) => found.startsWith(`${vendored}/`))) {
      diagnostics.push(
        createDiagnostic(
          'HF_DBT_PACKAGES_MISSING',
          { plugin: place.plugin, file },
          { file: name, folder: packagesFolder },
        ),
      );
    }
  }
  return diagnostics;
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
