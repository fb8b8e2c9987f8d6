import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { constants, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type DbtInvocation, environment } from './dbt-command.ts';
import type { DbtExit, DbtProcess } from './dbt-process.ts';

const program = path.join(import.meta.dirname, 'honeyframe_parent.py');
/** Importing dbt takes some seconds; ten times that on a loaded machine. */
const START_MILLISECONDS = 120_000;
/** It may be in the middle of an import. */
const CLOSE_MILLISECONDS = 1000;
const MAX_STDERR = 2000;

const answerSchema = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ opened: z.string() }),
  z.object({ started: z.string(), pid: z.number() }),
  z.object({ refused: z.string(), reason: z.string() }),
  z.object({ ended: z.string(), exit_code: z.number().nullable(), exit_signal: z.string().nullable() }),
]);
type Answer = z.infer<typeof answerSchema>;

interface PendingRun {
  readonly opened: PromiseWithResolvers<void>;
  readonly started: PromiseWithResolvers<{ readonly pid: number }>;
  readonly ended: PromiseWithResolvers<DbtExit>;
}

/** A Python process that has imported dbt, and forks a process for each run. Ends with this process. */
export class WarmParent {
  readonly bin: string;
  /** Resolves when nothing of it is left. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ready = Promise.withResolvers<void>();
  readonly #pending = new Map<string, PendingRun>();
  #forked = 0;
  #isOver = false;
  #said = '';

  constructor(bin: string) {
    this.bin = bin;
    this.#child = spawn(path.join(bin, 'python'), ['-I', '-B', program, String(process.pid)], {
      cwd: path.parse(bin).root,
      env: { ...environment },
      detached: true,
    });
    this.ended = new Promise((resolve) => this.#child.once('close', () => resolve()));
    this.#listen();
  }

  /** Runs that it was given so far. */
  get forked(): number {
    return this.#forked;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Runs that are not over. */
  get running(): number {
    return this.#pending.size;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves when it can fork; rejects when it never will. */
  async ready(): Promise<void> {
    await this.#ready.promise;
  }

  /** Rejects when nothing was started. */
  async fork(invocation: DbtInvocation, pipesFolder: string): Promise<DbtProcess> {
    this.#forked += 1;
    const id = String(this.#forked);
    const run = createPendingRun();
    this.#pending.set(id, run);
    try {
      const { stdout, stderr } = await this.#openPipes(id, run, pipesFolder);
      this.#send({ run: id, ...invocation });
      const { pid } = await run.started.promise;
      const signal = (name: 'SIGINT' | 'SIGKILL') =>
        this.#send({ signal: id, number: os.constants.signals[name] });
      return { stdout, stderr, pid, exited: run.ended.promise, signal };
    } catch (error) {
      this.#pending.delete(id);
      throw error;
    }
  }

  /** Lets it end once its runs are over. */
  async retire(): Promise<void> {
    this.#isOver = true;
    await Promise.all([...this.#pending.values()].map(({ ended }) => ended.promise));
    await this.close();
  }

  /** Ends it, and with it what it still runs. */
  async close(): Promise<void> {
    this.#isOver = true;
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), CLOSE_MILLISECONDS);
    await this.ended;
    clearTimeout(timer);
  }

  async #openPipes(id: string, { opened }: PendingRun, folder: string) {
    const files = { stdout: path.join(folder, '.stdout'), stderr: path.join(folder, '.stderr') };
    this.#send({ open: id, ...files });
    await opened.promise;
    try {
      return { stdout: openPipe(files.stdout), stderr: openPipe(files.stderr) };
    } finally {
      await Promise.all(Object.values(files).map((file) => rm(file, { force: true })));
    }
  }

  #listen(): void {
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), START_MILLISECONDS);
    this.#ready.promise.catch(() => {}).finally(() => clearTimeout(timer));
    this.#child.once('error', (error) => this.#end(error.message));
    this.#child.once('close', (code, signal) => this.#end(`it ended with ${signal ?? `exit code ${code}`}`));
    this.#child.stdin.on('error', () => {});
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#said = (this.#said + String(chunk)).slice(-MAX_STDERR);
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      const answer = answerSchema.safeParse(JSON.parse(line));
      if (answer.success) this.#take(answer.data);
    });
  }

  #take(answer: Answer): void {
    if ('ready' in answer) this.#ready.resolve();
    else if ('opened' in answer) this.#pending.get(answer.opened)?.opened.resolve();
    else if ('started' in answer) this.#pending.get(answer.started)?.started.resolve({ pid: answer.pid });
    else if ('refused' in answer) this.#refuse(answer.refused, answer.reason);
    else this.#finish(answer.ended, { exit_code: answer.exit_code, exit_signal: answer.exit_signal });
  }

  #refuse(id: string, reason: string): void {
    const run = this.#pending.get(id);
    const error = new Error(`dbt's warm parent cannot fork: ${reason}`);
    run?.opened.reject(error);
    run?.started.reject(error);
  }

  #finish(id: string, exit: DbtExit): void {
    this.#pending.get(id)?.ended.resolve(exit);
    this.#pending.delete(id);
  }

  /** Its runs got the signal of their parent's death. */
  #end(reason: string): void {
    this.#isOver = true;
    const error = new Error(`dbt's warm parent is gone: ${reason}. ${this.#said}`.trim());
    this.#ready.reject(error);
    for (const { opened, started, ended } of this.#pending.values()) {
      opened.reject(error);
      started.reject(error);
      ended.resolve({ exit_code: null, exit_signal: 'SIGKILL' });
    }
    this.#pending.clear();
  }

  #send(order: object): void {
    if (this.#child.stdin.writable) this.#child.stdin.write(`${JSON.stringify(order)}\n`);
  }
}

function createPendingRun(): PendingRun {
  const run: PendingRun = {
    opened: Promise.withResolvers(),
    started: Promise.withResolvers(),
    ended: Promise.withResolvers(),
  };
  // Nobody may be waiting at that step when it fails.
  for (const step of [run.opened, run.started]) step.promise.catch(() => {});
  return run;
}

/** Does not wait: the parent holds the other end open. */
function openPipe(file: string): Socket {
  const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}
