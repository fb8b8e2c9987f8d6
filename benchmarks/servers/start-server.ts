import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import path from 'node:path';

/** CPU time in microseconds, memory in bytes. */
export interface Usage {
  readonly user: number;
  readonly system: number;
  readonly rss: number;
}

/** A server in a process of its own, so that its CPU time is its own. */
export interface StartedServer {
  readonly url: string;
  readonly cookie: string;
  readonly pid: number;
  usage(): Promise<Usage>;
  /** Bytes in use after a forced collection. */
  heap(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts one of the scripts beside this file; its log lines go to /dev/null, as a real sink would take them. */
export async function startServer(script: string, env: Record<string, string>): Promise<StartedServer> {
  const sink = openSync('/dev/null', 'w');
  const child = fork(path.join(import.meta.dirname, script), {
    // As scripts/pinned-node.mjs has the platform started.
    execArgv: ['--max-semi-space-size=4', '--expose-gc'],
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', sink, 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const ready = await Promise.race([receive<{ url: string; cookie: string }>(child), exited]);
  if (Array.isArray(ready)) throw new Error(`${script} ended before it served`);
  return {
    ...ready,
    pid: child.pid ?? 0,
    usage: () => ask<Usage>(child, 'usage'),
    heap: () => ask<number>(child, 'heap'),
    stop: async () => {
      child.send('end');
      await exited;
    },
  };
}

async function ask<T>(child: ChildProcess, question: string): Promise<T> {
  const answer = receive<T>(child);
  child.send(question);
  return answer;
}

async function receive<T>(child: ChildProcess): Promise<T> {
  const [message] = await once(child, 'message');
  return message as T;
}
