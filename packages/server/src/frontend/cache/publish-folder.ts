import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Pages that are open in a browser still ask for the files of the build they came from. */
const KEPT_BUILDS = 3;
/** No build takes an hour: such a draft was left by a process that was killed. */
const ABANDONED_MS = 3_600_000;

/**
 * Makes a folder appear as a whole: `fill` writes into a hidden one beside it, which is renamed when all is there;
 * nothing appears when it answers false or throws. When another process was faster, its folder stays: equal names
 * mean equal contents. Older builds are removed.
 */
export async function publishFolder(
  target: string,
  fill: (folder: string) => Promise<boolean>,
): Promise<boolean> {
  const shelf = path.dirname(target);
  await mkdir(shelf, { recursive: true });
  const draft = await mkdtemp(path.join(shelf, '.draft-'));
  try {
    if (!(await fill(draft))) return false;
    await rename(draft, target).catch(async (error: unknown) => {
      if (!(await exists(target))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await removeOldBuilds(shelf, path.basename(target));
  return true;
}

async function exists(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    () => false,
  );
}

async function removeOldBuilds(shelf: string, current: string): Promise<void> {
  const names = (await readdir(shelf)).filter((name) => name !== current);
  const aged = await Promise.all(
    // Another publisher may have removed or renamed it meanwhile.
    names.map(async (name) => ({
      name,
      at: (await stat(path.join(shelf, name)).catch(() => undefined))?.mtimeMs,
    })),
  );
  const known = aged.flatMap(({ name, at }) => (at === undefined ? [] : [{ name, at }]));
  const drafts = known.filter(({ name, at }) => name.startsWith('.') && at < Date.now() - ABANDONED_MS);
  const builds = known.filter(({ name }) => !name.startsWith('.')).sort((a, b) => b.at - a.at);
  for (const { name } of [...drafts, ...builds.slice(KEPT_BUILDS - 1)]) {
    await rm(path.join(shelf, name), { recursive: true, force: true });
  }
}

/** The description that a published folder holds; one that cannot be read means that the folder is no good. */
export async function readPublished<T>(
  folder: string,
  file: string,
  parse: (value: unknown) => T,
): Promise<T | undefined> {
  const text = await readFile(path.join(folder, file), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return parse(JSON.parse(text));
  } catch {
    // A power cut can leave an empty file under the final name; the folder is made again.
    await rm(folder, { recursive: true, force: true });
    return undefined;
  }
}
