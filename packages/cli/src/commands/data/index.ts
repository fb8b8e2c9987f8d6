import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { registerDataImport } from './import.ts';

/** `honeyframe data …` */
export function registerData(program: Command, context: CommandContext): void {
  registerDataImport(program.command('data').description('Bring data in.'), context);
}
