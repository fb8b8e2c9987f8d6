import {
  createApiClient,
  lifeCycleApi,
  type PluginGeneration,
  type StepRecord,
} from '@honeyframe/contract/api';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import { useAnyOrg } from '../../connection/use-org.ts';
import { formatTable } from '../../output/format-table.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';
import { requireName } from './steps/step-subject.ts';

/** `honeyframe plugin history` */
export function registerPluginHistory(plugin: Command, context: CommandContext): void {
  withOrg(
    plugin
      .command('history')
      .description('Versions of a plugin that can run again, and the steps that were taken or failed.')
      .argument('<name>', 'the plugin'),
  ).action(async (given: string, options: OrgOptions & JsonOption) => {
    const { plugin: slug = given } = requireName(given);
    await using connection = await connect(context, options);
    const { send } = await useAnyOrg(connection, options.org);
    const history = await createApiClient(lifeCycleApi, send).history({ params: { slug } });
    printResult(context, options, history, () =>
      [describeGenerations(history.generations), describeSteps(history.steps)].filter(Boolean).join('\n\n'),
    );
  });
}

function describeGenerations(generations: readonly PluginGeneration[]): string {
  if (generations.length === 0) return '';
  return formatTable(generations, [
    { title: 'VERSION', value: ({ version }) => version },
    { title: 'GENERATION', value: ({ generation }) => generation.slice(0, 12) },
    { title: 'SINCE', value: ({ at }) => at },
    { title: 'RUNS', value: ({ active }) => (active ? 'yes' : 'no') },
  ]);
}

function describeSteps(steps: readonly StepRecord[]): string {
  if (steps.length === 0) return '';
  return formatTable(steps, [
    { title: 'WHEN', value: ({ at }) => at },
    { title: 'STEP', value: ({ step, org }) => (org ? `${step} (${org})` : step) },
    { title: 'FROM', value: ({ from_version }) => from_version },
    { title: 'TO', value: ({ to_version }) => to_version },
    { title: 'BY', value: ({ actor }) => actor },
    { title: 'OUTCOME', value: ({ outcome }) => outcome },
    { title: 'REASON', value: ({ reason }) => reason },
  ]);
}
