import { spawn } from 'node:child_process';
import type { WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

export interface RunPythonOptions {
  readonly signal?: AbortSignal | undefined;
  readonly log?: WriteStream | undefined;
  readonly timeoutMs?: number;
  onLine?(line: string): void;
}

export interface PythonResult {
  readonly exitCode: number | undefined;
  readonly output: string;
}

/** Runs a Python to its end; one that cannot be started counts as failed with the reason as its output. */
export function runPython(
  python: string,
  args: readonly string[],
  options: RunPythonOptions = {},
): Promise<PythonResult> {
  return new Promise((resolve) => {
    const { signal, timeoutMs, log } = options;
    const child = spawn(python, args, {
      env: pythonVariables(),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal && { signal }),
      ...(timeoutMs && { timeout: timeoutMs }),
    });
    const lines: string[] = [];
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on('line', (line) => {
        lines.push(line);
        log?.write(`${line}\n`);
        options.onLine?.(line);
      });
    }
    child.on('error', (error) => resolve({ exitCode: undefined, output: error.message }));
    child.on('close', (code) => resolve({ exitCode: code ?? undefined, output: lines.join('\n') }));
  });
}

/** What pip needs to reach an index through a proxy or a mirror; no secret of ours, no other Python's settings. */
const passedOn =
  /^(PATH|HOME|TMPDIR|LANG|LC_\w+|PIP_(?!TARGET|PREFIX|USER|REQUIRE_VIRTUALENV)\w+|\w+_PROXY|SSL_CERT_\w+|\w+_CA_BUNDLE)$/i;

function pythonVariables(): Record<string, string> {
  const passed = Object.entries(process.env).filter(([name]) => passedOn.test(name));
  return { ...Object.fromEntries(passed), PYTHONNOUSERSITE: '1', PYTHONUNBUFFERED: '1', PIP_NO_INPUT: '1' };
}
