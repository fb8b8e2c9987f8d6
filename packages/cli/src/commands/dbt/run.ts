import { createApiClient, type DbtRun, dbtApi } from '@honeyframe/contract/api';
import type { Command } from 'commander';
import { type CommandContext, CommandFailed } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import { useOrg } from '../../connection/use-org.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';
import { createRunReporter, describeRun } from '../../runs/describe-run.ts';
import { followRun } from '../../runs/follow-run.ts';

interface RunOptions extends OrgOptions, JsonOption {
  readonly select?: string;
  readonly wait: boolean;
}

/** `honeyframe dbt run` */
export function registerDbtRun(dbt: Command, context: CommandContext): void {
  withOrg(
    dbt
      .command('run')
      .description(
        'Build a workspace and show it node by node until it has ended: exit code 0 when it succeeded.',
      )
      .argument('<workspace>', "'platform' or a plugin's slug; 'dbt list' names them")
      .option('--select <nodes>', "only these nodes, as dbt's --select takes them")
      .option('--no-wait', 'only queue the run'),
  ).action(async (workspace: string, options: RunOptions) => {
    await using connection = await connect(context, options);
    const { send } = await useOrg(connection, options.org);
    const { select } = options;
    const body = { workspace, ...(select !== undefined && { select }) };
    const queued = await createApiClient(dbtApi, send).createRun({ body });
    const run = options.wait
      ? await followRun({ send, id: queued.id, onEvent: createRunReporter(context) })
      : queued;
    printResult(context, options, { run }, () => describeRun(run));
    if (options.wait && !hasSucceeded(run)) throw new CommandFailed();
  });
}

function hasSucceeded({ state }: DbtRun): boolean {
  return state === 'success';
}
