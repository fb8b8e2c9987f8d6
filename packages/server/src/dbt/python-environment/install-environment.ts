import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract/errors';
import { z } from 'zod';
import { lockFile, writeMarker } from './environment-marker.ts';
import { explainPipFailure } from './explain-pip-failure.ts';
import { findPython } from './find-python.ts';
import { runPython } from './run-python.ts';

export interface InstallEnvironmentOptions {
  /** Holds the environment, its marker and the log of the installation. */
  readonly folder: string;
  readonly python: string | undefined;
  readonly signal: AbortSignal | undefined;
  onProgress(step: string, percent: number): void;
}

/** Shipped with the platform: Debian's Python has neither pip nor ensurepip, and its age does not matter so. */
const pipWheel = path.join(import.meta.dirname, 'pip', 'pip-26.3-py3-none-any.whl');

/** Also compiles what dbt imports for a run, so that no run has to; but writes nothing beside the platform's own code. */
const CHECK = `
import importlib.metadata as metadata, json, platform, sys
import duckdb, dbt.cli.main, dbt.adapters.duckdb, dbt.adapters.postgres
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import honeyframe_warm_up, honeyframe_duckdb, honeyframe_sandbox
sys.dont_write_bytecode = False
honeyframe_warm_up.import_dbt()
honeyframe_warm_up.warm_up()
names = ["dbt-core", "dbt-duckdb", "dbt-postgres", "duckdb"]
print(json.dumps({"python": platform.python_version(), **{name: metadata.version(name) for name in names}}))
`;

const programs = path.join(import.meta.dirname, '../runner');

/**
 * Makes an environment in a folder of its own name and declares it finished. An environment cannot be moved, and
 * the pip of a killed platform may still be writing to the previous attempt.
 */
export async function installEnvironment(options: InstallEnvironmentOptions): Promise<void> {
  const { folder, python, signal, onProgress } = options;
  onProgress('Looking for Python', 0);
  const found = await findPython(python, signal);
  const environment = await mkdtemp(path.join(folder, 'environment-'));
  const log = createWriteStream(path.join(folder, 'install.log'), { mode: 0o600 });
  try {
    const run = createStepRunner(options, log);
    onProgress(`Making an environment with Python ${found.version}`, 2);
    await run('making the environment', found.executable, ['-m', 'venv', '--without-pip', environment]);
    const interpreter = path.join(environment, 'bin', 'python');
    await run('installing the packages', interpreter, pipArguments(), await createPipProgress(onProgress));
    onProgress('Checking dbt', 95);
    const checked = await run('checking dbt', interpreter, ['-c', CHECK, programs]);
    await writeMarker(folder, environment, parseVersions(checked));
    await removeOthers(folder, environment);
  } catch (error) {
    await rm(environment, { recursive: true, force: true });
    throw error;
  } finally {
    log.end();
  }
}

/**
 * No dependencies are resolved, because the lock has them all but one: dbt-core's optional new parser fetches its
 * program from outside the package index (docs/decisions/0002-dbt-version.md).
 */
function pipArguments(): string[] {
  const flags = ['--no-deps', '--require-hashes', '--only-binary', ':all:', '--no-compile', '--retries', '2'];
  const quiet = ['--disable-pip-version-check', '--no-warn-script-location', '--progress-bar', 'off'];
  return [path.join(pipWheel, 'pip'), 'install', ...flags, ...quiet, '-r', lockFile];
}

type StepRunner = (
  step: string,
  python: string,
  args: readonly string[],
  onLine?: (line: string) => void,
) => Promise<string>;

function createStepRunner({ folder, signal }: InstallEnvironmentOptions, log: WriteStream): StepRunner {
  return async (step, python, args, onLine) => {
    const { exitCode, output } = await runPython(python, args, { signal, log, ...(onLine && { onLine }) });
    if (signal?.aborted)
      throw new PlatformError('HF_SYSTEM_CANCELLED', { what: "Installing dbt's environment" });
    if (exitCode === 0) return output;
    throw explainPipFailure({ step, output, folder, logFile: path.join(folder, 'install.log') });
  };
}

/** Downloads are counted, one line each; unpacking has no lines and takes the rest. */
async function createPipProgress(
  onProgress: InstallEnvironmentOptions['onProgress'],
): Promise<(line: string) => void> {
  const total = (await readFile(lockFile, 'utf8')).match(/^\S+==/gm)?.length ?? 1;
  let collected = 0;
  return (line) => {
    if (line.startsWith('Collecting ')) {
      collected++;
      onProgress('Downloading dbt and its packages', Math.min(70, 5 + Math.round((collected / total) * 65)));
    }
    if (line.startsWith('Installing collected packages')) onProgress('Unpacking dbt and its packages', 75);
  };
}

function parseVersions(output: string): Record<string, string> {
  const last = output.trim().split('\n').at(-1) ?? '';
  return z.record(z.string(), z.string()).parse(JSON.parse(last));
}

async function removeOthers(folder: string, environment: string): Promise<void> {
  const names = await readdir(folder);
  const others = names.filter(
    (name) => name.startsWith('environment-') && name !== path.basename(environment),
  );
  for (const name of others) await rm(path.join(folder, name), { recursive: true, force: true });
}
