import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout or installation that this file belongs to. */
export const repositoryRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/** DATA_DIR as the server resolves it; a test holds the two together, since loading the server takes seconds. */
export function findDataDir(env: NodeJS.ProcessEnv): string {
  if (env.DATA_DIR?.trim()) return path.resolve(env.DATA_DIR);
  return env.INSTALL_DIR?.trim() ? '/var/lib/honeyframe' : path.join(repositoryRoot, '.honeyframe');
}

/** INSTALL_DIR as the server resolves it. */
export function findInstallDir(env: NodeJS.ProcessEnv): string {
  return env.INSTALL_DIR?.trim() ? path.resolve(env.INSTALL_DIR) : repositoryRoot;
}
