import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { registerDbtBuild } from './build.ts';
import { registerDbtDocs } from './docs.ts';
import { registerDbtList } from './list.ts';
import { registerDbtOneRun } from './one-run.ts';
import { registerDbtParse } from './parse.ts';
import { registerDbtRollback } from './rollback.ts';
import { registerDbtRuns } from './runs.ts';
import { registerDbtSchedule } from './schedule.ts';

/** `honeyframe dbt …` */
export function registerDbt(program: Command, context: CommandContext): void {
  const dbt = program.command('dbt').description('Build and look at dbt workspaces.');
  registerDbtBuild(dbt, context);
  registerDbtOneRun(dbt, context);
  registerDbtParse(dbt, context);
  registerDbtRuns(dbt, context);
  registerDbtList(dbt, context);
  registerDbtSchedule(dbt, context);
  registerDbtRollback(dbt, context);
  registerDbtDocs(dbt, context);
}
