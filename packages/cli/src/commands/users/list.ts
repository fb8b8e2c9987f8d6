import { createApiClient, peopleApi } from '@honeyframe/contract/api';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import { useOrg } from '../../connection/use-org.ts';
import { formatTable } from '../../output/format-table.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';

/** `honeyframe users list` */
export function registerUsersList(users: Command, context: CommandContext): void {
  withOrg(users.command('list').description('Everybody in the organisation, with seat and groups.')).action(
    async (options: OrgOptions & JsonOption) => {
      await using connection = await connect(context, options);
      const { send } = await useOrg(connection, options.org);
      const result = await createApiClient(peopleApi, send).listUsers();
      printResult(context, options, result, () =>
        formatTable(result.users, [
          { title: 'E-MAIL', value: (user) => user.email },
          { title: 'NAME', value: (user) => user.display_name },
          { title: 'SEAT', value: (user) => user.seat },
          { title: 'ACTIVE', value: (user) => (user.active ? 'yes' : 'no') },
          { title: 'SUPERADMIN', value: (user) => (user.is_superadmin ? 'yes' : 'no') },
          { title: 'LAST SIGN-IN', value: (user) => user.last_sign_in_at },
          { title: 'GROUPS', value: (user) => user.groups.map(({ name }) => name).join(', ') },
        ]),
      );
    },
  );
}
