import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { PlatformError } from '@honeyframe/contract/errors';

const run = promisify(execFile);
const FETCH_MS = 120_000;

/** Has the machine's own npm fetch a package, with its registry and its credentials. @returns the archive. */
export async function fetchPackage(spec: string, folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  // Nothing of the package is run: it is only an archive here.
  const args = ['pack', spec, '--ignore-scripts', '--pack-destination', folder, '--loglevel', 'error'];
  try {
    await run('npm', args, { cwd: folder, env, timeout: FETCH_MS });
  } catch (cause) {
    throw new PlatformError('HF_CLI_PACKAGE_NOT_FETCHED', { spec, reason: describe(cause) }, { cause });
  }
  const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (archive) return path.join(folder, archive);
  throw new PlatformError('HF_CLI_PACKAGE_NOT_FETCHED', { spec, reason: 'npm wrote no archive.' });
}

/** The first line in which npm says what is wrong, not the code of it. */
function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if ('code' in cause && cause.code === 'ENOENT') return 'there is no npm on this machine.';
  const stderr = 'stderr' in cause ? String(cause.stderr) : '';
  const lines = stderr.split('\n').map((line) => line.replace(/^npm (error|ERR!)\s*/i, '').trim());
  return lines.find((line) => line !== '' && !line.startsWith('code ')) ?? 'it ended with an error.';
}
