import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { registerPluginList } from './list.ts';
import { registerPluginNew } from './new.ts';
import { registerPluginValidate } from './validate.ts';

/** `honeyframe plugin …` */
export function registerPlugin(program: Command, context: CommandContext): void {
  const plugin = program.command('plugin').description('List, check and begin plugins.');
  registerPluginList(plugin, context);
  registerPluginValidate(plugin, context);
  registerPluginNew(plugin, context);
}
