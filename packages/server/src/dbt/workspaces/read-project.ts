import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createDiagnostic, type Diagnostic } from '@honeyframe/contract';
import { readYaml, type YamlReading } from '@honeyframe/contract/manifest';

/** A dbt_project.yml as far as its paths go. */
export interface DbtProject {
  readonly diagnostics: readonly Diagnostic[];
  readonly model_folders: readonly string[];
  readonly seed_folders: readonly string[];
  readonly packages_folder: string;
}

export interface ProjectPlace {
  readonly plugin: string;
  /** Absolute path of the workspace. */
  readonly folder: string;
  /** The project's folder in it: '' for the workspace itself, `dbt_packages/x` for a package. */
  readonly base: string;
}

const FILE = 'dbt_project.yml';

/** Reads a project file and checks every path it names. Never throws for what the file contains. */
export async function readProject(place: ProjectPlace): Promise<DbtProject> {
  const file = path.join(place.folder, place.base, FILE);
  const source = await readFile(file).catch(() => undefined);
  if (!source) return refuse(place.plugin, file, 'there is no such file');
  const reading = readYaml(source);
  const fields = toFields(reading);
  if (!fields) return refuseUnreadable(place.plugin, file, reading);
  if (typeof fields.name !== 'string') return refuse(place.plugin, file, "it has no 'name'");
  const checked = Object.entries(fields).flatMap(([field, value]) =>
    checkField(place, reading, field, value),
  );
  return {
    diagnostics: checked,
    model_folders: foldersOf(fields['model-paths'], ['models']),
    seed_folders: foldersOf(fields['seed-paths'], ['seeds']),
    packages_folder: foldersOf(fields['packages-install-path'], ['dbt_packages'])[0] ?? 'dbt_packages',
  };
}

/** The mapping in a YAML text, or nothing. */
export function toFields(reading: YamlReading): Record<string, unknown> | undefined {
  const { usable, value } = reading;
  const isMapping = usable && typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMapping ? (value as Record<string, unknown>) : undefined;
}

function refuse(plugin: string, file: string, reason: string): DbtProject {
  const diagnostics = [createDiagnostic('HF_DBT_PROJECT_INVALID', { plugin, file }, { file: FILE, reason })];
  return { diagnostics, model_folders: [], seed_folders: [], packages_folder: 'dbt_packages' };
}

function refuseUnreadable(plugin: string, file: string, reading: YamlReading): DbtProject {
  const findings = reading.findings.map(({ code, context, position }) =>
    createDiagnostic(code, { plugin, file, ...position }, context),
  );
  const refused = refuse(plugin, file, 'it cannot be read as a YAML mapping');
  return { ...refused, diagnostics: [...refused.diagnostics, ...findings] };
}

function checkField(place: ProjectPlace, reading: YamlReading, field: string, value: unknown): Diagnostic[] {
  if (!/[-_]paths?$/.test(field)) return [];
  return foldersOf(value, []).flatMap((folder) => {
    const code = findPathFault(folder, place.base);
    if (!code) return [];
    const position = reading.positions([field]);
    const file = path.join(place.folder, place.base, FILE);
    return [createDiagnostic(code, { plugin: place.plugin, file, ...position }, { path: folder, field })];
  });
}

/** What is wrong with a path relative to `base` that must stay inside the workspace. */
export function findPathFault(
  folder: string,
  base: string,
): 'HF_DBT_PATH_OUTSIDE' | 'HF_DBT_PATH_COMPUTED' | undefined {
  if (folder.includes('{{') || folder.includes('{%')) return 'HF_DBT_PATH_COMPUTED';
  const resolved = path.posix.normalize(path.posix.join(base, folder));
  const leavesWorkspace = resolved === '..' || resolved.startsWith('../');
  // dbt expands `~` in some of them.
  if (path.posix.isAbsolute(folder) || folder.startsWith('~') || leavesWorkspace)
    return 'HF_DBT_PATH_OUTSIDE';
  return undefined;
}

function foldersOf(value: unknown, otherwise: readonly string[]): string[] {
  const list = Array.isArray(value) ? value : value === undefined || value === null ? otherwise : [value];
  return list.filter((entry) => typeof entry === 'string');
}
