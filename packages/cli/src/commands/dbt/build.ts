import { createApiClient, type DbtRun, dbtApi, type Send } from '@honeyframe/contract/api';
import type { Command } from 'commander';
import { type CommandContext, CommandFailed } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import { useOrg } from '../../connection/use-org.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';
import { createRunReporter, describeRun } from '../../runs/describe-run.ts';
import { followRun } from '../../runs/follow-run.ts';

export interface WaitOptions extends OrgOptions, JsonOption {
  readonly wait: boolean;
}

interface BuildOptions extends WaitOptions {
  readonly select?: string;
  readonly full?: true;
}

const commands: readonly [name: DbtRun['command'], does: string][] = [
  ['build', 'Build a workspace: seeds, snapshots, models and tests'],
  ['run', 'Build the models of a workspace'],
  ['test', 'Test the tables of a workspace'],
];

/** `honeyframe dbt build`, `run` and `test` */
export function registerDbtBuild(dbt: Command, context: CommandContext): void {
  for (const [command, does] of commands) {
    withOrg(
      dbt
        .command(command)
        .description(`${does} and show it node by node until it has ended. ${exitCodes}`)
        .argument('<workspace>', "'platform' or a plugin's slug; 'dbt list' names them")
        .option('--select <nodes>', "only these nodes, as dbt's --select takes them")
        .option('--full', 'also what nothing has changed for')
        .option('--no-wait', 'only queue the run'),
    ).action(async (workspace: string, options: BuildOptions) => {
      await startRun(context, options, (send) => {
        const { select, full } = options;
        const body = {
          workspace,
          ...(command !== 'build' && { command }),
          ...(select !== undefined && { select }),
          ...(full && { full }),
        };
        return createApiClient(dbtApi, send).createRun({ body });
      });
    });
  }
}

export const exitCodes =
  'Exit codes as dbt has them: 0 success, 1 a node failed, 2 it could not run, or was cancelled.';

/** Queues a run and, unless told otherwise, shows it until its end. */
export async function startRun(
  context: CommandContext,
  options: WaitOptions,
  request: (send: Send) => Promise<DbtRun>,
): Promise<void> {
  await using connection = await connect(context, options);
  const { send } = await useOrg(connection, options.org);
  const queued = await request(send);
  const run = options.wait ? await showRun(context, send, queued) : queued;
  printResult(context, options, { run }, () => describeRun(run));
  if (options.wait && run.state !== 'success') throw new CommandFailed(exitCodeOf(run));
}

/** Its first line too: a run may wait long for another one. */
async function showRun(context: CommandContext, send: Send, queued: DbtRun): Promise<DbtRun> {
  const onEvent = createRunReporter(context);
  onEvent({ kind: 'run', seq: 0, run: queued });
  return await followRun({ send, id: queued.id, onEvent });
}

function exitCodeOf({ error }: DbtRun): number {
  return error?.code === 'HF_DBT_BUILD_FAILED' ? 1 : 2;
}
