// Plain JavaScript without dependencies: it must run on Node 20.
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { installDir } from './pinned-node.mjs';

/** DATA_DIR as the server's settings resolve it (packages/server/src/system/read-settings.ts). */
export function findDataDir(env = process.env) {
  if (env.DATA_DIR?.trim()) return path.resolve(env.DATA_DIR);
  return env.INSTALL_DIR?.trim() ? '/var/lib/honeyframe' : path.join(installDir, '.honeyframe');
}

/** Creates DATA_DIR with the mode that the server gives it; what goes wrong is for the server to tell. */
export function createDataDir() {
  try {
    mkdirSync(findDataDir(), { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  } catch {
    // Unwritable, or below a file: `serve` says which.
  }
}

/**
 * glibc gives eight arenas a core to threads, of which DuckDB and Node have many, and what is freed in one serves no other:
 * with two the server takes 10 MB less after a thousand queries.
 */
const MALLOC_ARENAS = '2';

/** The environment of a pinned Node: compiled code is kept in DATA_DIR, never under INSTALL_DIR. */
export function nodeEnvironment(env = process.env) {
  const dataDir = findDataDir(env);
  const exists = statSync(dataDir, { throwIfNoEntry: false })?.isDirectory();
  const cache = exists ? { NODE_COMPILE_CACHE: path.join(dataDir, 'cache', 'node') } : {};
  return { MALLOC_ARENA_MAX: MALLOC_ARENAS, ...cache, ...env };
}
