import { createApiClient, type PluginSummary, pluginsApi } from '@honeyframe/contract/api';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import { useOrg } from '../../connection/use-org.ts';
import { formatTable } from '../../output/format-table.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';

/** `honeyframe plugin list` */
export function registerPluginList(plugin: Command, context: CommandContext): void {
  withOrg(
    plugin
      .command('list')
      .description(
        'Every plugin folder that the platform found, with its state; invalid and shadowed ones included.',
      ),
  ).action(async (options: OrgOptions & JsonOption) => {
    await using connection = await connect(context, options);
    const { send } = await useOrg(connection, options.org);
    const { plugins } = await createApiClient(pluginsApi, send).list();
    printResult(context, options, { plugins }, () => describePlugins(plugins));
  });
}

function describeState({ state, data_kept }: PluginSummary): string {
  return data_kept ? `${state}, data kept` : state;
}

function describePlugins(plugins: readonly PluginSummary[]): string {
  if (plugins.length === 0) return "There are no plugins. Begin one with 'honeyframe plugin new <slug>'.";
  const table = formatTable(plugins, [
    { title: 'NAME', value: (plugin) => plugin.name },
    { title: 'VERSION', value: (plugin) => plugin.version },
    { title: 'SOURCE', value: (plugin) => plugin.source },
    { title: 'STATE', value: describeState },
    { title: 'ENABLED', value: (plugin) => (plugin.enabled ? 'yes' : 'no') },
    { title: 'ROUTES', value: (plugin) => plugin.routes.length, align: 'right' },
    { title: 'PAGES', value: (plugin) => plugin.pages.length, align: 'right' },
    { title: 'ERRORS', value: (plugin) => plugin.errors.length, align: 'right' },
  ]);
  const errors = plugins.flatMap((plugin) =>
    plugin.errors.map(
      (error) => `${error.file}:${error.line}:${error.column} ${error.message} ${error.hint}`,
    ),
  );
  return errors.length > 0 ? `${table}\n\n${errors.join('\n')}` : table;
}
