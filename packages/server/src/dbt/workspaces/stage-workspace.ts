import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { PARSE_CACHE } from './parse-cache.ts';
import type { StagedWorkspace, WorkspaceInspection, WorkspaceRegistration } from './workspace.ts';

/**
 * Copies a workspace to `<folder>/<slug>/<hash>`, once a version. What runs is that copy: nothing can change between
 * the look at its paths and dbt's own, and dbt's parse of it is good for every run of every organisation.
 */
export async function stageWorkspace(
  folder: string,
  registration: WorkspaceRegistration,
  inspection: WorkspaceInspection,
): Promise<StagedWorkspace> {
  const hash = await hashFiles(registration.folder, inspection.files);
  const versions = path.join(folder, registration.slug);
  const version = path.join(versions, hash);
  const project_folder = path.join(version, 'project');
  if (!(await exists(project_folder))) {
    await mkdir(versions, { recursive: true, mode: 0o700 });
    const draft = await mkdtemp(path.join(versions, '.draft-'));
    await copyFiles(registration.folder, path.join(draft, 'project'), inspection.files);
    await inheritParseCache(versions, draft);
    // Another run may have staged the same version meanwhile; then its copy is as good.
    await rename(draft, version).catch(() => rm(draft, { recursive: true, force: true }));
  }
  return {
    hash,
    project_folder,
    seed_folders: inspection.seed_folders.map((seeds) => path.join(project_folder, seeds)),
    parse_cache: path.join(version, PARSE_CACHE),
    manifest: path.join(version, 'manifest.json'),
    findings: path.join(version, 'parse.json'),
  };
}

/** dbt goes on from its newest parse of another version: of hundreds of models it looks at those that have changed. */
async function inheritParseCache(versions: string, draft: string): Promise<void> {
  const names = (await readdir(versions)).filter((name) => !name.startsWith('.'));
  const caches = await Promise.all(
    names.map(async (name) => {
      const file = path.join(versions, name, PARSE_CACHE);
      const { mtimeMs = 0 } = (await stat(file).catch(() => undefined)) ?? {};
      return { file, mtimeMs };
    }),
  );
  const [newest] = caches.sort((a, b) => b.mtimeMs - a.mtimeMs);
  // Without one dbt parses in full.
  if (newest) await copyFile(newest.file, path.join(draft, PARSE_CACHE)).catch(() => {});
}

/** Removes staged versions but the named one, when nothing runs from them. */
export async function removeOtherVersions(folder: string, slug: string, hash: string): Promise<void> {
  const versions = path.join(folder, slug);
  const names = await readdir(versions).catch(() => []);
  const others = names.filter((name) => name !== hash);
  await Promise.all(others.map((name) => rm(path.join(versions, name), { recursive: true, force: true })));
}

export async function hashFiles(folder: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = await readFile(path.join(folder, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

export async function copyFiles(from: string, to: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    await mkdir(path.dirname(path.join(to, file)), { recursive: true, mode: 0o700 });
    await copyFile(path.join(from, file), path.join(to, file));
  }
}

async function exists(folder: string): Promise<boolean> {
  return await readdir(folder).then(
    () => true,
    () => false,
  );
}
