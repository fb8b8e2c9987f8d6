import path from 'node:path';
import { createDiagnostic, type Diagnostic } from '@honeyframe/contract';
import { listWorkspaceFiles } from './list-workspace-files.ts';
import { type CheckedPackages, checkPackages } from './read-packages.ts';
import { type DbtProject, readProject } from './read-project.ts';
import { readSources } from './read-sources.ts';
import { toCatalogue, type WorkspaceInspection, type WorkspaceRegistration } from './workspace.ts';

/** Looks at a workspace before any dbt does: dbt would read wherever its paths and links lead. */
export async function inspectWorkspace(registration: WorkspaceRegistration): Promise<WorkspaceInspection> {
  const { folder, owner: plugin } = registration;
  const listing = await listWorkspaceFiles(folder, plugin);
  const projects = await readProjects(registration, listing.files);
  const modelFiles = listing.files.filter((file) =>
    projects.some((project) => isUnder(file, project.models)),
  );
  const sources = await readSources(folder, modelFiles.filter(isProperties), plugin);
  return {
    files: listing.files,
    models: modelFiles.filter(isModel).map((file) => path.posix.parse(file).name),
    reads: sources.reads.filter((name) => name !== toCatalogue(registration.slug)),
    seed_folders: projects.flatMap((project) => project.seeds),
    hub_packages: projects.flatMap((project) => project.hub),
    diagnostics: [
      ...listing.diagnostics,
      ...projects.flatMap((project) => project.diagnostics),
      ...sources.diagnostics,
      ...refuseByName(registration, listing.files, modelFiles),
    ],
  };
}

interface InspectedProject {
  readonly diagnostics: readonly Diagnostic[];
  readonly models: readonly string[];
  readonly seeds: readonly string[];
  readonly hub: readonly string[];
}

/** The workspace's own project, and those of the packages that it brings. */
async function readProjects(
  { folder, owner: plugin }: WorkspaceRegistration,
  files: readonly string[],
): Promise<InspectedProject[]> {
  const bases = files
    .filter((file) => path.posix.basename(file) === 'dbt_project.yml')
    .map((file) => path.posix.dirname(file))
    .filter((base) => base !== '.');
  const places = ['', ...bases].map((base) => ({ plugin, folder, base }));
  return await Promise.all(
    places.map(async (place) => {
      const project = await readProject(place);
      const packages = await checkPackages(place, project.packages_folder, files);
      return toInspected(place.base, project, packages);
    }),
  );
}

function toInspected(base: string, project: DbtProject, packages: CheckedPackages): InspectedProject {
  const resolve = (folder: string) => path.posix.join(base, folder);
  return {
    diagnostics: [...project.diagnostics, ...packages.diagnostics],
    hub: packages.hub,
    models: project.model_folders.map(resolve),
    seeds: project.seed_folders.map(resolve),
  };
}

function refuseByName(
  { folder, owner: plugin }: WorkspaceRegistration,
  files: readonly string[],
  modelFiles: readonly string[],
): Diagnostic[] {
  const python = modelFiles.filter((file) => file.endsWith('.py'));
  const profiles = files.filter((file) => file === 'profiles.yml');
  const describe = (code: 'HF_DBT_PYTHON_MODEL' | 'HF_DBT_PROFILES_IGNORED') => (file: string) =>
    createDiagnostic(code, { plugin, file: path.join(folder, file) }, { file });
  return [
    ...python.map(describe('HF_DBT_PYTHON_MODEL')),
    ...profiles.map(describe('HF_DBT_PROFILES_IGNORED')),
  ];
}

function isUnder(file: string, folders: readonly string[]): boolean {
  return folders.some(
    (folder) => folder === '.' || folder === '' || file.startsWith(`${path.posix.normalize(folder)}/`),
  );
}

function isModel(file: string): boolean {
  return /\.(sql|py)$/.test(file);
}

function isProperties(file: string): boolean {
  return /\.ya?ml$/.test(file);
}
