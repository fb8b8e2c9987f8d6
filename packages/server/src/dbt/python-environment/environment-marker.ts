import { createHash } from 'node:crypto';
import { access, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { PythonEnvironmentReady } from './python-environment.ts';

/** The packages with their hashes that an environment is made from. */
export const lockFile = path.join(import.meta.dirname, 'requirements.lock');

const markerSchema = z.object({
  /** Of requirements.lock: another content means another environment. */
  lock_sha256: z.string(),
  folder: z.string(),
  versions: z.record(z.string(), z.string()),
});
type Marker = z.infer<typeof markerSchema>;

/** The finished environment of a folder; undefined when there is none, or one of another lock, place or Python. */
export async function readMarker(folder: string): Promise<PythonEnvironmentReady | undefined> {
  const marker = await readMarkerFile(folder);
  if (!marker || path.dirname(marker.folder) !== folder) return undefined;
  if (marker.lock_sha256 !== (await hashLock())) return undefined;
  const bin = path.join(marker.folder, 'bin');
  const python = path.join(bin, 'python');
  // A link to the Python it was made with, which an upgrade of the machine may have removed.
  const works = await access(python).then(
    () => true,
    () => false,
  );
  return works ? { status: 'ready', python, bin, versions: marker.versions } : undefined;
}

/** Declares an environment finished. Written last and by rename, so a broken-off installation is never taken for one. */
export async function writeMarker(
  folder: string,
  environment: string,
  versions: Record<string, string>,
): Promise<void> {
  const marker: Marker = { lock_sha256: await hashLock(), folder: environment, versions };
  const file = markerFile(folder);
  await writeFile(`${file}.unfinished`, `${JSON.stringify(marker, undefined, 2)}\n`);
  await rename(`${file}.unfinished`, file);
}

async function readMarkerFile(folder: string): Promise<Marker | undefined> {
  try {
    return markerSchema.parse(JSON.parse(await readFile(markerFile(folder), 'utf8')));
  } catch {
    return undefined;
  }
}

function markerFile(folder: string): string {
  return path.join(folder, 'environment.json');
}

async function hashLock(): Promise<string> {
  return createHash('sha256')
    .update(await readFile(lockFile))
    .digest('hex');
}
