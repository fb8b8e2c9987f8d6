import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { DbtInvocation } from './dbt-command.ts';
import type { DbtExit, DbtProcess } from './dbt-process.ts';

const program = path.join(import.meta.dirname, 'honeyframe_dbt.py');

/** Starts a Python of its own, in its own process group, bound to this process by a pipe. */
export function startColdChild(bin: string, invocation: DbtInvocation): DbtProcess {
  const limits = JSON.stringify({ ...invocation.limits, parent_pid: process.pid });
  const child = spawn(path.join(bin, 'python'), ['-I', '-B', program, limits, ...invocation.arguments], {
    cwd: invocation.folder,
    env: { ...invocation.environment },
    detached: true,
  });
  // Its end is noticed by 'exit'; a broken pipe says nothing more.
  child.stdin.on('error', () => {});
  return {
    stdout: child.stdout,
    stderr: child.stderr,
    pid: child.pid,
    exited: waitForExit(child),
    signal: (signal) => signalGroup(child, signal),
  };
}

function waitForExit(child: ChildProcess): Promise<DbtExit> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exit_code, exit_signal) => {
      // Whatever it started itself goes with it; it would keep the pipes open.
      signalGroup(child, 'SIGKILL');
      resolve({ exit_code, exit_signal });
    });
  });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // No process of the group is left.
  }
}
