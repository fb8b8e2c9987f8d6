import { type ApiClient, accessApi, createApiClient } from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import { useOrg } from '../../connection/use-org.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';

interface CreateOptions extends OrgOptions, JsonOption {
  readonly name?: string;
  readonly group: readonly string[];
}

/** `honeyframe users create` */
export function registerUsersCreate(users: Command, context: CommandContext): void {
  const collect = (value: string, previous: readonly string[]) => [...previous, value];
  withOrg(
    users
      .command('create')
      .description(
        'Create an account; its generated password is printed once. An existing account is added to the organisation.',
      )
      .argument('<email>', 'the address to sign in with')
      .option('--name <name>', 'the name that others see')
      .option('--group <name>', 'a group to be in; may be given several times', collect, []),
  ).action(async (email: string, options: CreateOptions) => {
    await using connection = await connect(context, options);
    const { send, org } = await useOrg(connection, options.org);
    const access = createApiClient(accessApi, send);
    const group_ids = await findGroups(access, options.group);
    const body = { email, group_ids, ...(options.name !== undefined && { display_name: options.name }) };
    const created = await access.createUser({ body });
    printResult(context, options, created, () =>
      created.generated_password === null
        ? `${email} had an account already, and is now in '${org.slug}'.`
        : describePassword(`Created ${email} in '${org.slug}'.`, created.generated_password),
    );
  });
}

async function findGroups(access: ApiClient<typeof accessApi>, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const { groups } = await access.listGroups();
  return names.map((name) => {
    const found = groups.find((group) => group.name.toLowerCase() === name.toLowerCase());
    if (found) return found.id;
    throw new PlatformError('HF_CLI_GROUP_UNKNOWN', {
      group: name,
      known: groups.map((group) => `'${group.name}'`).join(', '),
    });
  });
}

/** The password alone on its line, so that it can be copied. */
export function describePassword(sentence: string, password: string): string {
  return `${sentence} The password, shown once and to be changed at the next sign-in:\n${password}`;
}
