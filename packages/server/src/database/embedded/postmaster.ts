import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PlatformError } from '@honeyframe/contract/errors';
import type { Place } from './choose-place.ts';
import { childOptions, runAs } from './run-as.ts';

/** A server as its `postmaster.pid` describes it. */
export interface Postmaster {
  readonly pid: number;
  readonly socketFolder: string;
  readonly status: string;
}

/** pg_ctl asks ten times a second; a start takes 40 ms. */
const POLL_MS = 20;
/** Crash recovery of a large database takes its time; a server that hangs is given up. */
const START_TIMEOUT_MS = 120_000;
/** A fast shutdown ends sessions and writes a checkpoint; after this it is told to stop at once. */
const FAST_STOP_MS = 20_000;
const MAX_LOG_BYTES = 10 * 1024 * 1024;

/** Reads the file that a running server keeps in its data folder; undefined when there is none. */
export async function readPostmaster(dataFolder: string): Promise<Postmaster | undefined> {
  const text = await readFile(path.join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, , , , socketFolder = '', , , status = ''] = text.split('\n');
  if (!pid || !Number(pid)) return undefined;
  return { pid: Number(pid), socketFolder: socketFolder.trim(), status: status.trim() };
}

/**
 * The server that a killed platform left running, ready to be used; undefined when there is none.
 * After a reboot its pid may belong to something else, and PostgreSQL would refuse to start beside it:
 * the stale file is removed, which is safe because the caller holds the lock of the data directory.
 */
export async function findRunningPostmaster(place: Place): Promise<Postmaster | undefined> {
  const found = await readPostmaster(place.dataFolder);
  if (!found) return undefined;
  if (!(await isPostmasterOf(found.pid, place.dataFolder))) {
    await rm(path.join(place.dataFolder, 'postmaster.pid'), { force: true });
    return undefined;
  }
  if (found.status !== 'stopping') return waitUntilReady(place, found.pid, () => undefined);
  await waitUntilGone(place, found.pid, START_TIMEOUT_MS);
  return undefined;
}

async function isPostmasterOf(pid: number, dataFolder: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform === 'linux') {
    const workingFolder = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    return workingFolder === (await realpath(dataFolder));
  }
  const { output } = await runAs(undefined, 'ps', ['-o', 'command=', '-p', String(pid)]);
  return output.includes(dataFolder);
}

/** Starts a server in a session of its own: Ctrl-C at the terminal must stop the platform first, then the database. */
export async function spawnPostmaster(
  place: Place,
  binaries: string,
  args: readonly string[],
): Promise<Postmaster> {
  await rotateLog(place.logFile);
  const log = openSync(place.logFile, 'a', 0o600);
  const child = spawn(path.join(binaries, 'bin', 'postgres'), ['-D', place.dataFolder, ...args], {
    ...childOptions(place.account),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let failure: string | undefined;
  child.on('error', (error) => {
    failure = error.message;
  });
  child.on('exit', (code, signal) => {
    failure ??= `it ended with ${signal ?? `code ${code}`}`;
  });
  child.unref();
  return waitUntilReady(place, child.pid, () => failure);
}

async function waitUntilReady(
  place: Place,
  pid: number | undefined,
  findFailure: () => string | undefined,
): Promise<Postmaster> {
  for (let waited = 0; waited < START_TIMEOUT_MS; waited += POLL_MS) {
    const failure = findFailure() ?? (pid !== undefined && !isAlive(pid) ? 'its process ended' : undefined);
    if (failure) throw await describeFailure(place, failure);
    const found = await readPostmaster(place.dataFolder);
    if (found && found.pid === pid && found.status === 'ready') return found;
    await delay(POLL_MS);
  }
  throw await describeFailure(place, `it was not ready after ${START_TIMEOUT_MS / 1000} s`);
}

/** Fast shutdown: sessions are ended, everything is written. */
export async function stopPostmaster(place: Place, { pid }: Postmaster): Promise<void> {
  signal(pid, 'SIGINT');
  if (await waitUntilGone(place, pid, FAST_STOP_MS)) return;
  signal(pid, 'SIGQUIT');
  await waitUntilGone(place, pid, FAST_STOP_MS);
}

/** The server removes its file as the last thing it does; its process may stay a zombie where init reaps nothing. */
async function waitUntilGone(place: Place, pid: number, timeoutMs: number): Promise<boolean> {
  for (let waited = 0; waited < timeoutMs; waited += POLL_MS) {
    const found = await readPostmaster(place.dataFolder);
    if (!isAlive(pid) || found?.pid !== pid) return true;
    await delay(POLL_MS);
  }
  return false;
}

export function isAlive(pid: number): boolean {
  return signal(pid, 0);
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

async function describeFailure(place: Place, failure: string): Promise<PlatformError> {
  const said = await readFile(place.logFile, 'utf8').catch(() => '');
  const fatal = said
    .split('\n')
    .filter((line) => /FATAL|PANIC|error while loading/.test(line))
    .at(-1);
  const reason = fatal?.replace(/^.*?(FATAL|PANIC):\s*/, '') ?? failure;
  return new PlatformError('HF_SYSTEM_POSTGRES_FAILED', { step: 'start', reason, log_file: place.logFile });
}

async function rotateLog(logFile: string): Promise<void> {
  const found = await stat(logFile).catch(() => undefined);
  if (found && found.size > MAX_LOG_BYTES) await rename(logFile, `${logFile}.old`);
}
