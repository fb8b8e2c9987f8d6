import { type Dirent, existsSync } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract/errors';
import { findPathProblem } from '@honeyframe/contract/manifest';
import { z } from 'zod';
import { isLeftOut } from '../left-out.ts';
import { describeName } from './describe-name.ts';

export interface PluginRoot {
  readonly root: string;
  /** The name of the manifest in it. */
  readonly manifest: string;
}

const MANIFEST = 'plugin.yaml';
/** npm's own are some kilobytes. */
const MAX_PACKAGE_BYTES = 1024 * 1024;

/** Finds the plugin in an unpacked archive; as in an installed package, its root is the folder of its manifest. */
export async function findPluginRoot(folder: string): Promise<PluginRoot> {
  const packageFolder = await findPackage(folder);
  const declared = await readDeclaration(packageFolder);
  if (declared === undefined) return await requireManifest(packageFolder, MANIFEST);
  if (typeof declared !== 'string')
    throw missing(MANIFEST, ": 'honeyframe.plugin' of package.json is no text");
  if (findPathProblem(declared)) throw missing(declared, ', and that path leads out of the package');
  return await requireManifest(packageFolder, declared);
}

/** `npm pack` puts everything into one folder; whoever packs a folder's content has the manifest at the top. */
async function findPackage(folder: string): Promise<string> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(isPart);
  const names = entries.map(({ name }) => name);
  if (names.includes(MANIFEST) || names.includes('package.json')) return folder;
  const [only, ...others] = entries;
  if (!only) throw missing(MANIFEST, ': there is nothing in it');
  if (others.length > 0) {
    const shown = names.slice(0, 5).sort().map(describeName).join(', ');
    throw new PlatformError('HF_ARCHIVE_SEVERAL_FOLDERS', { names: shown });
  }
  if (!only.isDirectory()) throw missing(MANIFEST, `, only '${describeName(only.name)}'`);
  return path.join(folder, only.name);
}

/** macOS adds files of its own at the top. */
function isPart({ name }: Dirent): boolean {
  return !isLeftOut(name, '', new Set());
}

const packageSchema = z.object({ honeyframe: z.object({ plugin: z.unknown() }).optional() });

async function readDeclaration(folder: string): Promise<unknown> {
  const file = path.join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  const stats = await lstat(file);
  if (!stats.isFile() || stats.size > MAX_PACKAGE_BYTES) return undefined;
  try {
    return packageSchema.parse(JSON.parse(await readFile(file, 'utf8'))).honeyframe?.plugin;
  } catch {
    // A package.json that cannot be read is npm's business; the manifest may still be where it usually is.
    return undefined;
  }
}

async function requireManifest(folder: string, name: string): Promise<PluginRoot> {
  const file = path.join(folder, name);
  const stats = await lstat(file).catch(() => undefined);
  if (!stats?.isFile()) throw missing(name, ' in its folder');
  // What the store does not keep cannot be started from it.
  if (isLeftOut(path.basename(file), '', new Set()))
    throw missing(MANIFEST, `, only '${describeName(name)}'`);
  return { root: path.dirname(file), manifest: path.basename(file) };
}

function missing(manifest: string, reason: string): PlatformError {
  return new PlatformError('HF_ARCHIVE_MANIFEST_MISSING', { manifest: describeName(manifest), reason });
}
