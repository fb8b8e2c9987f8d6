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
  const args = ['pack', spec, '--ignore-scripts', '--pack-destination', folder, '--silent'];
  try {
    await run('npm', args, { cwd: folder, env, timeout: FETCH_MS });
  } catch (cause) {
    throw new PlatformError('HF_CLI_PACKAGE_NOT_FETCHED', { spec, reason: describe(cause) }, { cause });
  }
  const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (archive) return path.join(folder, archive);
  throw new PlatformError('HF_CLI_PACKAGE_NOT_FETCHED', { spec, reason: 'npm wrote no archive.' });
}

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if ('code' in cause && cause.code === 'ENOENT') return 'there is no npm on this machine.';
  const stderr = 'stderr' in cause && typeof cause.stderr === 'string' ? cause.stderr : '';
  const line = stderr.split('\n').find((each) => /npm (error|err!)/i.test(each) && !/code /i.test(each));
  return line?.replace(/^npm (error|ERR!)\s*/i, '') ?? cause.message.split('\n')[0] ?? 'it failed.';
}
