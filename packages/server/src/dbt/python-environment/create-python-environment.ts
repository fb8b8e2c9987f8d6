import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PlatformError } from '@honeyframe/contract/errors';
import type { BaseLogger } from 'pino';
import { type FileLock, tryLockFile } from '../../system/index.ts';
import { readMarker } from './environment-marker.ts';
import { installEnvironment } from './install-environment.ts';
import type { PythonEnvironment, PythonEnvironmentState } from './python-environment.ts';

export interface CreatePythonEnvironmentOptions {
  /** DATA_DIR/python in a platform. */
  readonly folder: string;
  /** HONEYFRAME_PYTHON; undefined looks for the newest suitable one. */
  readonly python?: string | undefined;
  readonly log: Pick<BaseLogger, 'info' | 'warn'>;
  /** Told every change of the state. */
  onProgress?(state: PythonEnvironmentState): void;
}

/** How often a second platform looks whether the first one has finished installing. */
const LOCK_POLL_MS = 250;

/** Finds out whether the environment is there; nothing is installed before `install()`. */
export async function createPythonEnvironment(
  given: CreatePythonEnvironmentOptions,
): Promise<PythonEnvironment> {
  // The programs of an environment carry its path: reached through a link it would look like another one,
  // be installed again, and the first be swept away from under those who use it.
  const folder = await realpath(given.folder).catch(() => given.folder);
  const options = { ...given, folder };
  let state: PythonEnvironmentState = (await readMarker(folder)) ?? { status: 'missing' };
  let running: Promise<PythonEnvironmentState> | undefined;
  const change = (next: PythonEnvironmentState): void => {
    state = next;
    options.onProgress?.(next);
  };
  return {
    get state() {
      return state;
    },
    install: (signal) => {
      if (state.status === 'ready') return Promise.resolve(state);
      running ??= runInstallation(options, change, signal)
        .then(() => state)
        .finally(() => {
          running = undefined;
        });
      return running;
    },
  };
}

async function runInstallation(
  options: CreatePythonEnvironmentOptions,
  change: (state: PythonEnvironmentState) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { log } = options;
  try {
    const ready = await installOnce(options, change, signal);
    log.info({ versions: ready.versions }, 'The Python environment for dbt is ready');
    change(ready);
  } catch (error) {
    const problem = asProblem(error, options.folder);
    log.warn({ err: problem }, `${problem.message} ${problem.hint}`);
    change({ status: 'failed', problem });
  }
}

async function installOnce(
  { folder, python }: CreatePythonEnvironmentOptions,
  change: (state: PythonEnvironmentState) => void,
  signal: AbortSignal | undefined,
): Promise<PythonEnvironmentState & { status: 'ready' }> {
  const onProgress = (step: string, percent: number): void => change({ status: 'installing', step, percent });
  onProgress('Waiting', 0);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = await waitForLock(path.join(folder, 'lock'), signal);
  try {
    // Whoever held the lock before may have done the work.
    if (!(await readMarker(folder))) await installEnvironment({ folder, python, signal, onProgress });
    const ready = await readMarker(folder);
    if (!ready) throw new Error('the finished environment was not found');
    return ready;
  } finally {
    lock.release();
  }
}

async function waitForLock(file: string, signal: AbortSignal | undefined): Promise<FileLock> {
  for (;;) {
    if (signal?.aborted)
      throw new PlatformError('HF_SYSTEM_CANCELLED', { what: "Installing dbt's environment" });
    const lock = tryLockFile(file);
    if (lock) return lock;
    await delay(LOCK_POLL_MS);
  }
}

function asProblem(error: unknown, folder: string): PlatformError {
  if (error instanceof PlatformError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const context = { step: 'the installation', reason, log_file: path.join(folder, 'install.log') };
  return new PlatformError('HF_SYSTEM_PYTHON_INSTALL_FAILED', context, { cause: error });
}
