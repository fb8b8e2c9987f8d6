import { createApiClient, peopleApi } from '@honeyframe/contract/api';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import { useOrg } from '../../connection/use-org.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';
import { findUser } from './find-user.ts';

/** `honeyframe users deactivate` and `honeyframe users activate` */
export function registerUsersActivation(users: Command, context: CommandContext): void {
  withOrg(
    users
      .command('deactivate')
      .description('Switch an account off: its sessions end and its tokens stop; what it made stays.')
      .argument('<email>', 'the address of the account'),
  ).action(async (email: string, options: OrgOptions & JsonOption) => {
    await using connection = await connect(context, options);
    const { send } = await useOrg(connection, options.org);
    const { id } = await findUser(send, email);
    const member = await createApiClient(peopleApi, send).deactivateUser({ params: { id } });
    printResult(context, options, member, () => `${member.email} is switched off.`);
  });
  withOrg(
    users
      .command('activate')
      .description('Switch an account on again.')
      .argument('<email>', 'the address of the account'),
  ).action(async (email: string, options: OrgOptions & JsonOption) => {
    await using connection = await connect(context, options);
    const { send } = await useOrg(connection, options.org);
    const { id } = await findUser(send, email);
    const member = await createApiClient(peopleApi, send).activateUser({ params: { id } });
    printResult(context, options, member, () => `${member.email} is switched on.`);
  });
}
