import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { registerDbtList } from './list.ts';
import { registerDbtRollback } from './rollback.ts';
import { registerDbtRun } from './run.ts';
import { registerDbtSchedule } from './schedule.ts';

/** `honeyframe dbt …` */
export function registerDbt(program: Command, context: CommandContext): void {
  const dbt = program.command('dbt').description('Build and look at dbt workspaces.');
  registerDbtRun(dbt, context);
  registerDbtList(dbt, context);
  registerDbtSchedule(dbt, context);
  registerDbtRollback(dbt, context);
}
