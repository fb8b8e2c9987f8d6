import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** The longest work on a workspace, a full parse, ends after ten minutes. */
const ABANDONED_AFTER_MILLISECONDS = 3_600_000;

/** Removes hidden folders in which a process that was killed parsed or fetched; another one may be at work in newer ones. */
export async function removeAbandoned(folder: string, now = Date.now()): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => each.startsWith('.'))) {
    const scratch = path.join(folder, name);
    const found = await stat(scratch).catch(() => undefined);
    if (found && now - found.mtimeMs > ABANDONED_AFTER_MILLISECONDS) {
      await rm(scratch, { recursive: true, force: true });
    }
  }
}
