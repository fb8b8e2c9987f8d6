import { execFile } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import type { ImportedNames } from './inspect-chunks.ts';

const program = path.join(import.meta.dirname, 'definition-process.ts');
/** Reading takes some 50 ms; an entry that computes for seconds would do so in every browser. */
const TIME_LIMIT_MS = 5_000;
const LARGEST_ANSWER = 1024 * 1024;

const answerSchema = z.union([z.object({ definition: z.unknown() }), z.object({ reason: z.string() })]);
export type DefinitionAnswer = { readonly definition: unknown } | { readonly reason: string };

export interface ReadDefinitionOptions {
  /** Folder of the built files. */
  readonly folder: string;
  readonly entry: string;
  readonly imports: ImportedNames;
}

/** Reads what a built entry declares, in a process of its own that can neither write, start others, nor see secrets. */
export async function readDefinition({
  folder,
  entry,
  imports,
}: ReadDefinitionOptions): Promise<DefinitionAnswer> {
  const request = JSON.stringify({ entry: path.join(folder, entry), imports });
  const flags = [
    '--permission',
    `--allow-fs-read=${folder}`,
    `--allow-fs-read=${program}`,
    '--max-old-space-size=128',
  ];
  const { failure, stdout } = await run([...flags, program, request]);
  if (failure) return { reason: failure };
  return parseAnswer(stdout);
}

function parseAnswer(text: string): DefinitionAnswer {
  try {
    const answer = answerSchema.parse(JSON.parse(text));
    return 'reason' in answer ? answer : { definition: answer.definition };
  } catch {
    return { reason: 'it writes to the standard output while it is imported' };
  }
}

function run(args: string[]): Promise<{ failure?: string; stdout: string }> {
  const options = {
    env: {},
    timeout: TIME_LIMIT_MS,
    killSignal: 'SIGKILL',
    maxBuffer: LARGEST_ANSWER,
  } as const;
  return new Promise((resolve) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      if (!error) return resolve({ stdout });
      const last = stderr.trim().split('\n').at(-1) ?? '';
      const failure = error.killed ? `it took longer than ${TIME_LIMIT_MS / 1000} s` : last || error.message;
      resolve({ failure, stdout });
    });
  });
}
