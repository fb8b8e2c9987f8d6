import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { CompileJob } from './compile-modules.job.ts';
import type { ModuleFolders } from './jiti-options.ts';

const program = path.join(import.meta.dirname, 'compile-modules.job.ts');
/** The next plugin of a start comes at once; after that the child's memory is worth more than its start. */
const IDLE_AFTER_START_MS = 1_000;
/** Later jobs come from somebody who edits a plugin, and waits for each edit: most of that would be the child's start. */
const IDLE_AFTER_EDIT_MS = 10 * 60_000;
const TIME_LIMIT_MS = 30_000;

/** Translates files ahead, outside of the platform's process. */
export interface ModuleCompiler {
  /** Never rejects: what is not in the cache afterwards is translated when it is loaded. */
  compile(job: ModuleFolders & { readonly files: readonly string[] }): Promise<void>;
}

/** A child that starts with the first files and ends when there are no more. */
export function createModuleCompiler(): ModuleCompiler {
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let jobs = 0;
  let starts = 0;
  const waiting = new Map<number, () => void>();
  const end = (ended: ChildProcess): void => {
    ended.kill('SIGKILL');
    if (child !== ended) return;
    child = undefined;
    for (const resolve of waiting.values()) resolve();
    waiting.clear();
  };
  const endAfter = (started: ChildProcess, ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => end(started), ms).unref();
  };
  const start = (): ChildProcess => {
    const started = startChild();
    starts += 1;
    const idleMs = starts === 1 ? IDLE_AFTER_START_MS : IDLE_AFTER_EDIT_MS;
    started.on('message', (id: number) => {
      waiting.get(id)?.();
      waiting.delete(id);
      endAfter(started, waiting.size === 0 ? idleMs : TIME_LIMIT_MS);
    });
    started.once('exit', () => end(started)).once('error', () => end(started));
    return started;
  };
  return {
    compile: (job) => {
      child ??= start();
      endAfter(child, TIME_LIMIT_MS);
      jobs += 1;
      const message: CompileJob = { ...job, id: jobs };
      child.send(message);
      return new Promise((resolve) => waiting.set(message.id, resolve));
    },
  };
}

function startChild(): ChildProcess {
  const child = fork(program, {
    // Not the platform's environment: it holds the database's address and the admin's password.
    env: { NODE_ENV: 'production', PATH: process.env.PATH },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  child.unref();
  child.channel?.unref();
  return child;
}
