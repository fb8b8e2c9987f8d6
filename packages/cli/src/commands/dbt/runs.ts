import { createApiClient, dbtApi, type RunState } from '@honeyframe/contract/api';
import { type Command, Option } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import { useOrg } from '../../connection/use-org.ts';
import { formatTable } from '../../output/format-table.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';

interface RunsOptions extends OrgOptions, JsonOption {
  readonly workspace?: string;
  readonly state?: RunState;
}

const states = ['queued', 'running', 'success', 'error', 'cancelled', 'lost'] satisfies RunState[];

/** `honeyframe dbt runs` */
export function registerDbtRuns(dbt: Command, context: CommandContext): void {
  withOrg(
    dbt
      .command('runs')
      .description('The newest runs of the organisation.')
      .option('--workspace <slug>', 'only of this workspace')
      .addOption(new Option('--state <state>', 'only in this state').choices(states)),
  ).action(async ({ workspace, state, ...options }: RunsOptions) => {
    await using connection = await connect(context, options);
    const { send } = await useOrg(connection, options.org);
    const query = { ...(workspace && { workspace }), ...(state && { state }) };
    const result = await createApiClient(dbtApi, send).listRuns({ query });
    printResult(context, options, result, () =>
      formatTable(result.rows, [
        { title: 'RUN', value: ({ id }) => id },
        { title: 'WORKSPACE', value: (run) => run.workspace },
        { title: 'STATE', value: (run) => run.state },
        { title: 'STARTED BY', value: (run) => run.requested_by ?? run.trigger },
        { title: 'QUEUED AT', value: (run) => run.queued_at },
        { title: 'FAILED', value: (run) => run.failed_count, align: 'right' },
      ]),
    );
  });
}
