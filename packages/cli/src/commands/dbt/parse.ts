import { createApiClient, dbtApi } from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';
import type { Command } from 'commander';
import { type CommandContext, CommandFailed } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import { useOrg } from '../../connection/use-org.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';
import { exitCodes } from './build.ts';

/** `honeyframe dbt parse` */
export function registerDbtParse(dbt: Command, context: CommandContext): void {
  withOrg(
    dbt
      .command('parse')
      .description(`Say whether dbt can parse a workspace; each version is parsed once. ${exitCodes}`)
      .argument('<workspace>', "'platform' or a plugin's slug; 'dbt list' names them"),
  ).action(async (slug: string, options: OrgOptions & JsonOption) => {
    await using connection = await connect(context, options);
    const { send } = await useOrg(connection, options.org);
    const { workspaces } = await createApiClient(dbtApi, send).listWorkspaces();
    const workspace = workspaces.find((found) => found.slug === slug);
    if (!workspace) throw new PlatformError('HF_DBT_WORKSPACE_UNKNOWN', { workspace: slug });
    const { state, message } = workspace;
    printResult(context, options, { workspace }, () => `The workspace '${slug}' is ${state}.`);
    if (state === 'ready') return;
    if (message !== null) context.note(message);
    throw new CommandFailed(2);
  });
}
