import type { Command } from 'commander';
import { type CommandContext, CommandFailed } from '../../command-context.ts';
import { type ConnectionOptions, withConnection } from '../../connection/connection-options.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';
import { checkMachine } from './check-machine.ts';
import { checkPlatform } from './check-platform.ts';
import type { Finding } from './finding.ts';
import { describeRepair, type RepairOptions, removeOrphans } from './remove-orphans.ts';

/** `honeyframe doctor` */
export function registerDoctor(program: Command, context: CommandContext): void {
  withConnection(
    program
      .command('doctor')
      .description(
        'Look for what keeps the platform from working, running or not: exit code 1 when there is a problem.',
      ),
  )
    .option('--fix', 'remove what belongs to no plugin any more, after asking')
    .option('--yes', 'with --fix: do not ask')
    .action(async (options: ConnectionOptions & JsonOption & RepairOptions) => {
      const findings = [...(await checkMachine(context)), ...(await checkPlatform(context, options))];
      // Beside JSON the report is for whoever is asked; without a question nobody reads it.
      if (options.fix && !options.json) context.print(toText(findings));
      const repair = options.fix ? await removeOrphans(context, options) : undefined;
      const ok = findings.every(({ level }) => level !== 'problem') && !repair?.failed.length;
      printResult(context, options, { ok, findings, ...repair }, () =>
        repair ? describeRepair(repair) : toText(findings),
      );
      if (!ok) throw new CommandFailed();
    });
}

function toText(findings: readonly Finding[]): string {
  return findings.map(describeFinding).join('\n');
}

function describeFinding({ level, check, message, hint }: Finding): string {
  const line = `${level.padEnd(8)}${check.padEnd(12)}${message}`;
  return hint ? `${line}\n${' '.repeat(20)}${hint}` : line;
}
