import { chmod, chown, lstat, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Place } from './choose-place.ts';
import { createOwnedFolder } from './initialise-cluster.ts';

/** The port only names the socket file: nothing listens on TCP. */
export const SOCKET_PORT = 5432;

/** The size of `sun_path` less its terminating zero. */
const MAX_SOCKET_BYTES = process.platform === 'darwin' ? 103 : 107;

/** A folder for the socket that only the database's account (and root) may enter, with a path short enough. */
export async function chooseSocketFolder(place: Place): Promise<string> {
  const inside = path.join(place.root, 'run');
  if (fits(inside)) {
    await createOwnedFolder(inside, place);
    return inside;
  }
  const recordFile = path.join(place.root, 'socket-folder');
  const recorded = await readFile(recordFile, 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
  if (recorded && (await isOurs(recorded, place))) return recorded;
  const folder = await createShortFolder(place);
  await writeFile(recordFile, `${folder}\n`, { mode: 0o600 });
  return folder;
}

function fits(folder: string): boolean {
  return Buffer.byteLength(path.join(folder, `.s.PGSQL.${SOCKET_PORT}`)) <= MAX_SOCKET_BYTES;
}

/** Another user of the machine could have made a folder of that name after a reboot emptied the temporary folder. */
async function isOurs(folder: string, place: Place): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  const owner = place.account?.uid ?? process.getuid?.();
  return found?.isDirectory() === true && found.uid === owner && (found.mode & 0o077) === 0;
}

async function createShortFolder(place: Place): Promise<string> {
  // Root's TMPDIR may be private to root, and a user's may be as long as the path that did not fit.
  const parent = place.account || !fits(path.join(os.tmpdir(), 'honeyframe-123456')) ? '/tmp' : os.tmpdir();
  const folder = await mkdtemp(path.join(parent, 'honeyframe-'));
  if (place.account) await chown(folder, place.account.uid, place.account.gid);
  await chmod(folder, 0o700);
  return folder;
}
