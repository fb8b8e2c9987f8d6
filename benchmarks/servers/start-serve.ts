import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const program = path.resolve(import.meta.dirname, '../../packages/cli/bin/honeyframe.js');

/** The platform as operators run it: `honeyframe serve`. */
export interface ServedPlatform {
  readonly url: string;
  /** The server itself, which the launcher has started. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts `honeyframe serve` with these settings and reads its address from what it prints. */
export async function startServe(env: Record<string, string>): Promise<ServedPlatform> {
  const child = spawn(process.execPath, [program, 'serve'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit').then(() => undefined);
  const url = await Promise.race([readAddress(child.stdout), exited]);
  if (!url) throw new Error('honeyframe serve ended before it served');
  return {
    url,
    pid: await readChild(child.pid ?? 0),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function readChild(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return Number(children.trim().split(' ')[0]);
}

/** Goes on reading afterwards, as a log collector would. */
function readAddress(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    output.setEncoding('utf8').on('data', (chunk: string) => {
      if (text.length < 100_000) text += chunk;
      const address = /Honeyframe is at (https?:[^\s"]+)/.exec(text)?.[1];
      if (address) resolve(address);
    });
  });
}
