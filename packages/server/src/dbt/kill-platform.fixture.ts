import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** Starts a platform of its own that builds, and kills it when dbt is at the model that does not end. */
export async function killPlatform(
  args: readonly string[],
  isStored: (id: string) => Promise<unknown>,
): Promise<string> {
  const program = path.join(import.meta.dirname, 'killed-platform.fixture.ts');
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  for await (const line of createInterface({ input: child.stdout })) {
    const id = /^run (\S+)$/.exec(line)?.[1];
    if (!id) continue;
    // What it told within the last moment may not be stored yet.
    await isStored(id);
    child.kill('SIGKILL');
    return id;
  }
  throw new Error('the platform ended before it built');
}
