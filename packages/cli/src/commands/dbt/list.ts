import { createApiClient, dbtApi } from '@honeyframe/contract/api';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import { useOrg } from '../../connection/use-org.ts';
import { formatTable } from '../../output/format-table.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';

/** `honeyframe dbt list` */
export function registerDbtList(dbt: Command, context: CommandContext): void {
  withOrg(
    dbt.command('list').description('Workspaces of the organisation, and when their tables were built.'),
  ).action(async (options: OrgOptions & JsonOption) => {
    await using connection = await connect(context, options);
    const { send } = await useOrg(connection, options.org);
    const result = await createApiClient(dbtApi, send).listWorkspaces();
    printResult(context, options, result, () =>
      formatTable(result.workspaces, [
        { title: 'WORKSPACE', value: (workspace) => workspace.slug },
        { title: 'OWNER', value: (workspace) => workspace.owner },
        { title: 'STATE', value: (workspace) => workspace.state },
        { title: 'DATA AS OF', value: (workspace) => workspace.data_as_of },
        { title: 'LAST RUN', value: (workspace) => workspace.last_run?.state },
        { title: 'MESSAGE', value: (workspace) => workspace.message },
      ]),
    );
    if (result.engine.state !== 'ready')
      context.note(`${result.engine.message}\n${result.engine.hint}`.trim());
  });
}
