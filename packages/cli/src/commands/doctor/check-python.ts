import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Finding, ok, warn } from './finding.ts';

const run = promisify(execFile);
const candidates = ['python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3'];
const PROBE = 'import ssl, sys, venv; print("%d.%d.%d" % sys.version_info[:3])';
const PROBE_MS = 20_000;

/** Only dbt needs it: everything else works without. */
export async function checkPython(env: NodeJS.ProcessEnv): Promise<Finding> {
  const chosen = env.HONEYFRAME_PYTHON?.trim();
  for (const command of chosen ? [chosen] : candidates) {
    const version = await probe(command);
    if (version) return ok('python', `Python ${version} (${command})`);
  }
  const message = chosen
    ? `HONEYFRAME_PYTHON is '${chosen}', which is no Python 3.10 or newer`
    : 'no Python 3.10 or newer with its ssl and venv modules was found; dbt needs one';
  return warn('python', message, 'Install Python 3.10 or newer, or point HONEYFRAME_PYTHON to one.');
}

async function probe(command: string): Promise<string | undefined> {
  const result = await run(command, ['-c', PROBE], { timeout: PROBE_MS }).catch(() => undefined);
  const version = result?.stdout.trim();
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  return major === 3 && minor >= 10 ? version : undefined;
}
