import { createApiClient, peopleApi } from '@honeyframe/contract/api';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import { useOrg } from '../../connection/use-org.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';
import { describePassword } from './create.ts';
import { findUser } from './find-user.ts';

/** `honeyframe users reset-password` */
export function registerResetPassword(users: Command, context: CommandContext): void {
  withOrg(
    users
      .command('reset-password')
      .description('Replace a password by a generated one, printed once; ends every session of the account.')
      .argument('<email>', 'the address of the account'),
  ).action(async (email: string, options: OrgOptions & JsonOption) => {
    await using connection = await connect(context, options);
    const { send } = await useOrg(connection, options.org);
    const member = await findUser(send, email);
    const reset = await createApiClient(peopleApi, send).resetPassword({ params: { id: member.id } });
    printResult(context, options, reset, () =>
      describePassword(`Reset the password of ${member.email}.`, reset.generated_password),
    );
  });
}
