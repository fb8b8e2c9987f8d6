import type { CommandContext } from './command-context.ts';
import { createProgram } from './create-program.ts';
import { reportFailure } from './report-failure.ts';

export interface ProgramRun {
  readonly exitCode: number;
  /** What a script would read. */
  readonly printed: string;
  /** What only a person would see. */
  readonly noted: string;
}

/** Runs a command line in this process, as `main.ts` does. */
export async function runProgram(
  args: readonly string[],
  { env = {}, cwd = process.cwd(), confirm }: Partial<Pick<CommandContext, 'env' | 'cwd' | 'confirm'>> = {},
): Promise<ProgramRun> {
  const [printed, noted]: [string[], string[]] = [[], []];
  const context: CommandContext = {
    env,
    cwd,
    print: (line) => void printed.push(line),
    note: (line) => void noted.push(line),
    ...(confirm && { confirm }),
  };
  const exitCode = await createProgram(context)
    .parseAsync([...args], { from: 'user' })
    .then(
      () => 0,
      (error: unknown) => reportFailure(error, context, args.includes('--json')),
    );
  return { exitCode, printed: printed.join('\n'), noted: noted.join('\n') };
}
