import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { registerPluginHistory } from './history.ts';
import { registerPluginList } from './list.ts';
import { registerPluginNew } from './new.ts';
import { registerPluginPlan } from './plan.ts';
import { registerPluginSteps } from './steps/index.ts';
import { registerPluginValidate } from './validate.ts';

/** `honeyframe plugin …` */
export function registerPlugin(program: Command, context: CommandContext): void {
  const plugin = program
    .command('plugin')
    .description('List, check and begin plugins; install, upgrade, roll back, enable and uninstall them.');
  registerPluginList(plugin, context);
  registerPluginPlan(plugin, context);
  registerPluginSteps(plugin, context);
  registerPluginHistory(plugin, context);
  registerPluginValidate(plugin, context);
  registerPluginNew(plugin, context);
}
