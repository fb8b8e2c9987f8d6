import { setTimeout } from 'node:timers/promises';
import {
  ApiError,
  buildPath,
  createApiClient,
  type DbtRun,
  dbtApi,
  type Send,
} from '@honeyframe/contract/api';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import { useOrg } from '../../connection/use-org.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';
import { describeRun } from '../../runs/describe-run.ts';
import { exitCodes, startRun, type WaitOptions } from './build.ts';

type Options = OrgOptions & JsonOption;

/** `honeyframe dbt cancel`, `resume` and `logs`: what is done with one run. */
export function registerDbtOneRun(dbt: Command, context: CommandContext): void {
  registerCancel(dbt, context);
  registerResume(dbt, context);
  registerLogs(dbt, context);
}

const POLL_MILLISECONDS = 200;
const WAIT_MILLISECONDS = 5000;

const idHelp = "the run's id; 'dbt runs' and '--no-wait' show it";

function registerCancel(dbt: Command, context: CommandContext): void {
  withOrg(
    dbt
      .command('cancel')
      .description('Cancel a run; what readers see stays as it was.')
      .argument('<run>', idHelp),
  ).action(async (id: string, options: Options) => {
    await using connection = await connect(context, options);
    const { send } = await useOrg(connection, options.org);
    const asked = await createApiClient(dbtApi, send).cancelRun({ params: { id } });
    const run = await waitForEnd(send, asked);
    printResult(context, options, { run }, () => describeRun(run));
  });
}

/** A process that builds it lets go of it within two seconds. */
async function waitForEnd(send: Send, asked: DbtRun): Promise<DbtRun> {
  let run = asked;
  for (let waited = 0; run.finished_at === null && waited < WAIT_MILLISECONDS; waited += POLL_MILLISECONDS) {
    await setTimeout(POLL_MILLISECONDS);
    run = (await createApiClient(dbtApi, send).getRun({ params: { id: run.id } })).run;
  }
  return run;
}

function registerResume(dbt: Command, context: CommandContext): void {
  withOrg(
    dbt
      .command('resume')
      .description(
        `Go on with a run that failed, was cancelled or was lost: build what had not succeeded. ${exitCodes}`,
      )
      .argument('<run>', idHelp)
      .option('--no-wait', 'only queue the run'),
  ).action(async (id: string, options: WaitOptions) => {
    await startRun(context, options, (send) => createApiClient(dbtApi, send).resumeRun({ params: { id } }));
  });
}

function registerLogs(dbt: Command, context: CommandContext): void {
  withOrg(dbt.command('logs').description("Print a run's log.").argument('<run>', idHelp)).action(
    async (id: string, options: Options) => {
      await using connection = await connect(context, options);
      const { send } = await useOrg(connection, options.org);
      const { method, path } = dbtApi.getLog;
      const response = await send(buildPath(path, { params: { id } }), { method });
      if (!response.ok)
        throw new ApiError(response.status, (await response.json()) as Record<string, unknown>);
      const log = await response.text();
      printResult(context, options, { log }, () => log.trimEnd());
    },
  );
}
