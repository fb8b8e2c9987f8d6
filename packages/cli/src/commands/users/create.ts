import { createApiClient, peopleApi } from '@honeyframe/contract/api';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import { useOrg } from '../../connection/use-org.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';
import { collectNames, findGroups } from './find-groups.ts';

interface CreateOptions extends OrgOptions, JsonOption {
  readonly name?: string;
  readonly group: readonly string[];
}

/** `honeyframe users create` */
export function registerUsersCreate(users: Command, context: CommandContext): void {
  withOrg(
    users
      .command('create')
      .description(
        'Create an account; its generated password is printed once. An existing account is added to the organisation.',
      )
      .argument('<email>', 'the address to sign in with')
      .option('--name <name>', 'the name that others see')
      .option('--group <name>', 'a group to be in; may be given several times', collectNames, []),
  ).action(async (email: string, options: CreateOptions) => {
    await using connection = await connect(context, options);
    const { send, org } = await useOrg(connection, options.org);
    const group_ids = await findGroups(send, options.group);
    const body = { email, group_ids, ...(options.name !== undefined && { display_name: options.name }) };
    const created = await createApiClient(peopleApi, send).createUser({ body });
    printResult(context, options, created, () =>
      created.generated_password === null
        ? `${email} had an account already, and is now in '${org.slug}'.`
        : describePassword(`Created ${email} in '${org.slug}'.`, created.generated_password),
    );
  });
}

/** The password alone on its line, so that it can be copied. */
export function describePassword(sentence: string, password: string): string {
  return `${sentence} The password, shown once and to be changed at the next sign-in:\n${password}`;
}
