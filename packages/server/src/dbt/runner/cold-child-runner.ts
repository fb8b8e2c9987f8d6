import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { DbtOrder, DbtOutcome, DbtRunner } from '../dbt-runner.ts';
import { parseDbtLine } from './dbt-event.ts';

const launcher = path.join(path.dirname(fileURLToPath(import.meta.url)), 'honeyframe_dbt.py');

export interface ColdChildRunnerOptions {
  /** How much memory a run may map for its own use. */
  readonly memoryBytes?: number;
  /** How long after the first signal the second one follows, which nothing survives. */
  readonly graceMilliseconds?: number;
}

const GIGABYTE = 1024 ** 3;
/** The tail of a trace names the cause; all of it is in the run's folder. */
const MAX_STDERR = 4000;

/** Runs each build as a child of its own, in its own process group, bound to this process by a pipe. */
export class ColdChildRunner implements DbtRunner {
  readonly #memoryBytes: number;
  readonly #grace: number;
  readonly #running = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();

  constructor({ memoryBytes = 4 * GIGABYTE, graceMilliseconds = 1500 }: ColdChildRunnerOptions = {}) {
    this.#memoryBytes = memoryBytes;
    this.#grace = graceMilliseconds;
  }

  async build(order: DbtOrder): Promise<DbtOutcome> {
    const running = this.#run(order);
    const tracked = running.catch(() => {});
    this.#running.add(tracked);
    try {
      return await running;
    } finally {
      this.#running.delete(tracked);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#running);
  }

  async #run(order: DbtOrder): Promise<DbtOutcome> {
    const timeout = AbortSignal.timeout(order.timeout_seconds * 1000);
    const stop = AbortSignal.any([order.signal, timeout, this.#closing.signal]);
    if (stop.aborted)
      return { exit_code: null, exit_signal: null, timed_out: false, cancelled: true, stderr: '' };
    const child = this.#spawn(order);
    const exited = waitForExit(child);
    const stopped = stopOnAbort(child, stop, this.#grace);
    try {
      const [end, stderr] = await Promise.all([exited, readTail(child), readEvents(child, order)]);
      const wasStopped = stop.aborted;
      return {
        ...end,
        timed_out: wasStopped && timeout.aborted && !order.signal.aborted,
        cancelled: wasStopped && (order.signal.aborted || this.#closing.signal.aborted),
        stderr,
      };
    } finally {
      stopped[Symbol.dispose]();
    }
  }

  #spawn(order: DbtOrder): ChildProcess {
    const limits = {
      parent_pid: process.pid,
      memory_bytes: this.#memoryBytes,
      readable: [order.project_folder, ...order.readable],
      writable: [order.work_folder, order.output_folder],
    };
    const python = path.join(order.bin, 'python');
    const child = spawn(python, ['-I', '-B', launcher, JSON.stringify(limits), ...toArguments(order)], {
      cwd: order.work_folder,
      env: toEnvironment(order),
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // Its end is noticed by 'close'; a broken pipe says nothing more.
    child.stdin?.on('error', () => {});
    return child;
  }
}

function toArguments(order: DbtOrder): string[] {
  return [
    ...['--log-format', 'json', '--log-level', 'debug', '--log-level-file', 'none', '--no-use-colors'],
    ...['build', '--project-dir', order.project_folder, '--profiles-dir', order.work_folder],
    ...['--profile', 'honeyframe', '--target', 'honeyframe'],
    ...['--target-path', path.join(order.output_folder, 'target')],
    ...['--log-path', path.join(order.output_folder, 'logs')],
    ...(order.select ? ['--select', ...order.select.trim().split(/\s+/)] : []),
  ];
}

/** Everything that `env_var()` can see. */
function toEnvironment({ work_folder }: DbtOrder): NodeJS.ProcessEnv {
  return {
    PATH: '/usr/bin:/bin',
    HOME: work_folder,
    TMPDIR: work_folder,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
    DBT_VERSION_CHECK: 'false',
    DBT_UPLOAD_TO_ARTIFACTS_INGEST_API: 'false',
    DO_NOT_TRACK: '1',
    // dbt would look for a .env in every folder above.
    PYTHON_DOTENV_DISABLED: '1',
  };
}

async function readEvents(child: ChildProcess, order: DbtOrder): Promise<void> {
  if (!child.stdout) return;
  const raw = createWriteStream(path.join(order.output_folder, 'dbt.jsonl'), { mode: 0o600 });
  raw.on('error', () => {});
  child.stdout.on('data', (chunk: Buffer) => raw.write(chunk));
  for await (const line of createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY })) {
    for (const event of parseDbtLine(line, () => new Date().toISOString())) order.onEvent(event);
  }
  raw.end();
}

async function readTail(child: ChildProcess): Promise<string> {
  let tail = '';
  for await (const chunk of child.stderr ?? []) tail = (tail + String(chunk)).slice(-MAX_STDERR);
  return tail.trim();
}

function waitForExit(child: ChildProcess): Promise<Pick<DbtOutcome, 'exit_code' | 'exit_signal'>> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exit_code, exit_signal) => {
      // Whatever it started itself goes with it; it would keep the pipes open.
      signalGroup(child, 'SIGKILL');
      resolve({ exit_code, exit_signal });
    });
  });
}

/** SIGINT lets dbt cancel its queries and write its results; what does not listen is killed. */
function stopOnAbort(child: ChildProcess, signal: AbortSignal, grace: number): Disposable {
  let kill: NodeJS.Timeout | undefined;
  const stop = () => {
    signalGroup(child, 'SIGINT');
    kill = setTimeout(() => signalGroup(child, 'SIGKILL'), grace);
  };
  signal.addEventListener('abort', stop, { once: true });
  return {
    [Symbol.dispose]: () => {
      clearTimeout(kill);
      signal.removeEventListener('abort', stop);
    },
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // No process of the group is left.
  }
}
