import { type SpawnOptions, spawn } from 'node:child_process';
import type { Account } from './choose-account.ts';

/** What a finished program said. */
export interface Finished {
  readonly exitCode: number | undefined;
  readonly output: string;
}

/** Options of a child of the database: its account, a folder that everybody can enter, and nothing of our environment. */
export function childOptions(account: Account | undefined): SpawnOptions {
  return {
    cwd: '/',
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
    ...(account && { uid: account.uid, gid: account.gid }),
  };
}

/** Runs a program to its end; one that cannot be started counts as failed with the reason as its output. */
export function runAs(
  account: Account | undefined,
  command: string,
  args: readonly string[],
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...childOptions(account), stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
    }
    child.on('error', (error) => resolve({ exitCode: undefined, output: error.message }));
    child.on('close', (code) => resolve({ exitCode: code ?? undefined, output: chunks.join('') }));
  });
}
