import { Command } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import type { CommandContext } from './command-context.ts';
import { registerAudit } from './commands/audit/index.ts';
import { registerBackup } from './commands/backup.ts';
import { registerData } from './commands/data/index.ts';
import { registerDbt } from './commands/dbt/index.ts';
import { registerDoctor } from './commands/doctor/index.ts';
import { registerPlugin } from './commands/plugin/index.ts';
import { registerRestore } from './commands/restore.ts';
import { registerServe } from './commands/serve.ts';
import { registerUsers } from './commands/users/index.ts';

/** Every command of `honeyframe`. Each has `--help`, and `--json` where it prints a result. */
export function createProgram(context: CommandContext): Command {
  const program = new Command('honeyframe')
    .description('Honeyframe: a data platform that grows by vertical plugins.')
    .version(packageJson.version)
    .showHelpAfterError('Try --help.')
    .configureOutput({
      writeOut: (text) => context.print(text.trimEnd()),
      writeErr: (text) => context.note(text.trimEnd()),
    })
    .exitOverride();
  registerServe(program);
  registerPlugin(program, context);
  registerDbt(program, context);
  registerData(program, context);
  registerUsers(program, context);
  registerAudit(program, context);
  registerDoctor(program, context);
  registerBackup(program, context);
  registerRestore(program, context);
  return program;
}
