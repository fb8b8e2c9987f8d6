import type { Command } from 'commander';
import { type CommandContext, CommandFailed } from '../../command-context.ts';
import { type ConnectionOptions, withConnection } from '../../connection/connection-options.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';
import { checkMachine } from './check-machine.ts';
import { checkPlatform } from './check-platform.ts';
import type { Finding } from './finding.ts';

/** `honeyframe doctor` */
export function registerDoctor(program: Command, context: CommandContext): void {
  withConnection(
    program
      .command('doctor')
      .description(
        'Look for what keeps the platform from working, running or not: exit code 1 when there is a problem.',
      ),
  ).action(async (options: ConnectionOptions & JsonOption) => {
    const findings = [...(await checkMachine(context)), ...(await checkPlatform(context, options))];
    const ok = findings.every(({ level }) => level !== 'problem');
    printResult(context, options, { ok, findings }, () => findings.map(describeFinding).join('\n'));
    if (!ok) throw new CommandFailed();
  });
}

function describeFinding({ level, check, message, hint }: Finding): string {
  const line = `${level.padEnd(8)}${check.padEnd(12)}${message}`;
  return hint ? `${line}\n${' '.repeat(20)}${hint}` : line;
}
