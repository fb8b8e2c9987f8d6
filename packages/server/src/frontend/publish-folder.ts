import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Pages that are open in a browser still ask for the files of the build they came from. */
const KEPT_BUILDS = 3;

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
  const names = (await readdir(shelf)).filter((name) => !name.startsWith('.') && name !== current);
  const aged = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(path.join(shelf, name))).mtimeMs })),
  );
  const old = aged.sort((a, b) => b.at - a.at).slice(KEPT_BUILDS - 1);
  for (const { name } of old) await rm(path.join(shelf, name), { recursive: true, force: true });
}
