import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { registerAuditExport } from './export.ts';
import { registerAuditList } from './list.ts';

/** `honeyframe audit …` */
export function registerAudit(program: Command, context: CommandContext): void {
  const audit = program.command('audit').description('Who did what in an organisation.');
  registerAuditList(audit, context);
  registerAuditExport(audit, context);
}
