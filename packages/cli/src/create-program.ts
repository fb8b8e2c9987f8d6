import { Command } from 'commander';
import { registerServe } from './commands/serve.ts';

/** Exit code for a command line that makes no sense, as in the shell's own tools. */
export const USAGE_ERROR = 2;

/** Every command of `honeyframe`. Each has `--help`, and `--json` where it prints a result. */
export function createProgram(): Command {
  const program = new Command('honeyframe')
    .description('Honeyframe: a data platform that grows by vertical plugins.')
    .showHelpAfterError('Try --help.')
    .exitOverride();
  registerServe(program);
  return program;
}
