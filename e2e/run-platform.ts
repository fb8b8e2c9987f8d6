import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const repository = path.resolve(import.meta.dirname, '..');
const honeyframe = path.join(repository, 'packages/cli/bin/honeyframe.js');
/** Kept between runs of the tests: installing dbt again for each would take longer than all the rest. */
const pythonEnvironment = path.join(repository, '.honeyframe/test-python');

/** A platform as a user runs it: the command line in a process of its own, on a DATA_DIR of its own. */
export interface RunningPlatform {
  readonly dataDir: string;
  readonly url: string;
  readonly output: () => string;
  /** `honeyframe …` on the same DATA_DIR. @returns what it printed. Throws when it fails. */
  command(...args: string[]): Promise<string>;
  /** kill -9, as a power cut would. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Ctrl-C. @returns the exit code. */
  stop(): Promise<number | null>;
  /** Stops it and removes DATA_DIR. */
  remove(): Promise<void>;
}

export function createPlatformFolder(): string {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'honeyframe-e2e-'));
  // As root the database runs under another account, which must be able to pass through.
  chmodSync(dataDir, 0o711);
  mkdirSync(pythonEnvironment, { recursive: true });
  symlinkSync(pythonEnvironment, path.join(dataDir, 'python'));
  return dataDir;
}

export async function runPlatform(env: Record<string, string> = {}): Promise<RunningPlatform> {
  const dataDir = createPlatformFolder();
  const environment = { ...process.env, DATA_DIR: dataDir, PORT: '0', ...env };
  let child: ChildProcess | undefined;
  let output = '';
  let url = '';

  const start = async (): Promise<void> => {
    output = '';
    child = spawn(process.execPath, [honeyframe, 'serve'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const found = /Honeyframe is at (http[^\s"]+)/.exec(output);
      if (found?.[1]) resolve(found[1]);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`The platform ended with ${code}:\n${output}`)));
    url = await promise;
  };
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    const [code] = await exited;
    return code as number | null;
  };

  await start();
  return {
    dataDir,
    get url() {
      return url;
    },
    output: () => output,
    command: (...args) => runCommand(args, environment),
    kill: async () => {
      // The process that serves is the launcher's child: a power cut would not spare it.
      const pid = child?.pid;
      if (pid) await killTree(pid);
    },
    start,
    stop: () => end('SIGINT'),
    remove: async () => {
      await end('SIGTERM');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function runCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [honeyframe, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`honeyframe ${args.join(' ')} ended with ${code}:\n${output}${errors}`);
  return output;
}

/** Ends a process and its children with SIGKILL, and waits until they are gone. */
async function killTree(pid: number): Promise<void> {
  const listing = spawn('ps', ['-o', 'pid=', '--ppid', String(pid)]);
  let text = '';
  listing.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await once(listing, 'close');
  for (const victim of [pid, ...text.trim().split(/\s+/).filter(Boolean).map(Number)]) {
    try {
      process.kill(victim, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }
}
