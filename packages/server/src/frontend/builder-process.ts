import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { Job, Reply } from './builder/job.ts';

const program = path.join(import.meta.dirname, 'builder', 'main.ts');
/** The V8 heap of the child; the bundler's own memory comes on top. */
const HEAP_LIMIT_MB = 768;
/** The next plugin of a batch comes at once; after that the child's memory is worth more than its start. */
const IDLE_MS = 1_000;
const KEPT_OUTPUT = 2_000;

export type FinalReply = Exclude<Reply, { kind: 'progress' }>;

export interface BuilderProcess {
  /** Performs one job; never rejects. A job over its time, or one that ends the process, is answered as failed. */
  run(job: Job, options: RunOptions): Promise<FinalReply>;
  /** Ends the process. Jobs that are running are answered as failed. */
  close(): void;
}

export interface RunOptions {
  readonly timeLimitMs: number;
  readonly onProgress?: (text: string) => void;
}

/**
 * A child for Vite and the plugins' sources. Jobs run one after the other; the child starts with the first, and again
 * after a job that broke it, so that one plugin's build cannot harm the next. It ends when nothing is left to do.
 */
export function createBuilderProcess(): BuilderProcess {
  let child: Child | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const close = () => {
    clearTimeout(idle);
    child?.kill();
    child = undefined;
  };
  const perform = async (job: Job, options: RunOptions): Promise<FinalReply> => {
    clearTimeout(idle);
    if (!child || child.ended()) child = startChild();
    const reply = await child.perform(job, options);
    idle = setTimeout(close, IDLE_MS).unref();
    return reply;
  };
  return {
    run(job, options) {
      const reply = last.then(() => perform(job, options));
      last = reply;
      return reply;
    },
    close,
  };
}

interface Child {
  perform(job: Job, options: RunOptions): Promise<FinalReply>;
  ended(): boolean;
  kill(): void;
}

function startChild(): Child {
  const child = fork(program, {
    execArgv: [`--max-old-space-size=${HEAP_LIMIT_MB}`],
    // Not the server's environment: it holds the database's address and the admin's password.
    env: { NODE_ENV: 'production', PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output = collectOutput(child);
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  return {
    perform: (job, options) => perform(child, job, options, output),
    ended: () => ended || child.killed,
    kill: () => child.kill('SIGKILL'),
  };
}

function perform(
  child: ChildProcess,
  job: Job,
  options: RunOptions,
  output: () => string,
): Promise<FinalReply> {
  return new Promise((resolve) => {
    const finish = (reply: FinalReply) => {
      clearTimeout(timer);
      child.off('message', onMessage).off('exit', onExit).off('error', onError);
      resolve(reply);
    };
    const onMessage = (message: unknown) => {
      const reply = message as Reply;
      if (reply.kind === 'progress') options.onProgress?.(reply.text);
      else finish(reply);
    };
    const onExit = (code: number | null, signal: string | null) =>
      finish({ kind: 'failed', reason: `the builder ended with ${signal ?? code} ${output()}`.trim() });
    const onError = (error: Error) => finish({ kind: 'failed', reason: error.message });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      finish({ kind: 'failed', reason: `it took longer than ${options.timeLimitMs / 1000} s` });
    }, options.timeLimitMs);
    child.on('message', onMessage).on('exit', onExit).on('error', onError);
    child.send(job);
  });
}

/** The last words of the child, for when it ends without a reply. */
function collectOutput(child: ChildProcess): () => string {
  let text = '';
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-KEPT_OUTPUT);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => (text.includes('heap out of memory') ? '(out of memory)' : text.trim().slice(-500));
}
