import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract';
import { type Reply, replySchema } from './reply.ts';

export interface ChildJob {
  /** For messages: `import`. */
  readonly name: string;
  /** Absolute path of a module whose default export takes the input and returns, or resolves to, the result. */
  readonly module: string;
  /** Plain JSON, as is the result. */
  readonly input: unknown;
  readonly timeoutMs: number;
  /** Runs code that is not the platform's: it may read files, but write only below this folder and start no programs. */
  readonly confineTo?: string;
}

const main = path.join(import.meta.dirname, 'main.ts');

/** Short-lived children: what they load is gone with them, and the server's memory stays small. */
export class ChildJobs {
  readonly #children = new Set<ChildProcess>();

  /** The job's result, to be parsed by the caller. Rethrows the job's PlatformError; otherwise HF_WAREHOUSE_JOB_FAILED. */
  async run(job: ChildJob): Promise<unknown> {
    const child = fork(main, [], {
      execArgv: ['--max-old-space-size=512', ...confine(job.confineTo)],
      // No secret of the platform's environment reaches the child.
      env: { TZ: 'UTC', NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#children.add(child);
    const timer = setTimeout(() => child.kill('SIGKILL'), job.timeoutMs);
    try {
      child.send({ module: job.module, input: job.input });
      return readResult(job, await waitForReply(child));
    } finally {
      clearTimeout(timer);
      this.#children.delete(child);
      child.kill('SIGKILL');
    }
  }

  close(): void {
    for (const child of this.#children) child.kill('SIGKILL');
  }
}

function confine(folder: string | undefined): string[] {
  return folder ? ['--permission', '--allow-fs-read=*', `--allow-fs-write=${folder}`] : [];
}

/** The reply, or how the child ended without one. */
function waitForReply(child: ChildProcess): Promise<Reply> {
  let output = '';
  child.stderr?.on('data', (chunk) => {
    output = `${output}${chunk}`.slice(-2000);
  });
  return new Promise((resolve) => {
    child.once('message', (message) => resolve(parseReply(message)));
    child.once('error', (error) => resolve({ kind: 'failed', reason: error.message }));
    child.once('close', (code, signal) => {
      const end = signal ? `it was stopped by ${signal}` : `it ended with code ${code}`;
      resolve({ kind: 'failed', reason: lastLine(output) ?? end });
    });
  });
}

function parseReply(message: unknown): Reply {
  const parsed = replySchema.safeParse(message);
  return parsed.success ? parsed.data : { kind: 'failed', reason: 'its answer cannot be read' };
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1) || undefined;
}

function readResult(job: ChildJob, reply: Reply): unknown {
  if (reply.kind === 'done') return reply.result;
  if (reply.kind === 'problem') throw new PlatformError(reply.code, reply.context);
  throw new PlatformError('HF_WAREHOUSE_JOB_FAILED', { job: job.name, reason: reply.reason });
}
