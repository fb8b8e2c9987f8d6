import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract/errors';
import type { Place } from './choose-place.ts';
import { runAs } from './run-as.ts';

/** The superuser of the embedded database. */
export const SUPERUSER = 'postgres';

export interface InitialiseClusterOptions {
  readonly place: Place;
  /** The folder with bin, lib and share. */
  readonly binaries: string;
  readonly major: string;
  readonly durable: boolean;
}

/** Makes the data folder unless it is there; refuses one of another PostgreSQL major. Returns whether it was made. */
export async function initialiseCluster(options: InitialiseClusterOptions): Promise<boolean> {
  const found = await readMajor(options.place.dataFolder);
  if (found === undefined) {
    await createCluster(options);
    return true;
  }
  if (found === options.major) return false;
  const context = { folder: options.place.dataFolder, found, expected: options.major };
  throw new PlatformError('HF_SYSTEM_POSTGRES_OTHER_VERSION', context);
}

async function readMajor(dataFolder: string): Promise<string | undefined> {
  try {
    return (await readFile(path.join(dataFolder, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Renames the finished folder into place, so that a broken-off initdb is never taken for a database. */
async function createCluster({ place, binaries, durable }: InitialiseClusterOptions): Promise<void> {
  const unfinished = path.join(place.root, 'data.unfinished');
  const passwordFile = path.join(place.root, 'initdb-password');
  await rm(unfinished, { recursive: true, force: true });
  await createOwnedFolder(unfinished, place);
  await writeFile(passwordFile, await createPassword(place), { mode: 0o600 });
  try {
    if (place.account) await chown(passwordFile, place.account.uid, place.account.gid);
    const args = [...initdbArguments(unfinished, passwordFile), ...(durable ? [] : ['--no-sync'])];
    const { exitCode, output } = await runAs(place.account, path.join(binaries, 'bin', 'initdb'), args);
    if (exitCode !== 0) throw describeFailure(place, output);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(unfinished, place.dataFolder);
}

/** The built-in C.UTF-8 sorts the same on every machine, whatever locales it has. */
function initdbArguments(folder: string, passwordFile: string): string[] {
  return [
    `--pgdata=${folder}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ];
}

async function createPassword(place: Place): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  await writeFile(place.passwordFile, `${password}\n`, { mode: 0o600 });
  return password;
}

/** A folder that only the database's account may enter. */
export async function createOwnedFolder(folder: string, place: Place): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (place.account) await chown(folder, place.account.uid, place.account.gid);
  await chmod(folder, 0o700);
}

function describeFailure(place: Place, output: string): PlatformError {
  if (/No space left on device/.test(output)) {
    const context = { folder: place.root, free: '0 MB', needed: '100 MB' };
    return new PlatformError('HF_SYSTEM_DISK_FULL', context);
  }
  const reason = lastLine(output);
  return new PlatformError('HF_SYSTEM_POSTGRES_FAILED', {
    step: 'create its data folder',
    reason,
    log_file: place.logFile,
  });
}

function lastLine(output: string): string {
  const lines = output.split('\n').filter((line) => /error|fatal|could not|cannot/i.test(line));
  return (lines.at(0) ?? output.trim().split('\n').at(-1) ?? 'no output').trim();
}
