import {
  createApiClient,
  type MadeInvitation,
  peopleApi,
  seatRoleSchema,
  seatRoles,
} from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import { useOrg } from '../../connection/use-org.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';
import { collectNames, findGroups } from './find-groups.ts';

interface InviteOptions extends OrgOptions, JsonOption {
  readonly seat: string;
  readonly group: readonly string[];
}

/** `honeyframe users invite` */
export function registerUsersInvite(users: Command, context: CommandContext): void {
  withOrg(
    users
      .command('invite')
      .description('Invite somebody: prints a link to hand over, and sends it by mail where SMTP is set up.')
      .argument('<email>', 'the address of whoever is invited')
      .option('--seat <role>', seatRoles.join(', '), 'viewer')
      .option('--group <name>', 'a further group to be in; may be given several times', collectNames, []),
  ).action(async (email: string, options: InviteOptions) => {
    const seat = readSeat(options.seat);
    await using connection = await connect(context, options);
    const { send, org } = await useOrg(connection, options.org);
    const group_ids = await findGroups(send, options.group);
    const made = await createApiClient(peopleApi, send).invite({ body: { email, seat, group_ids } });
    printResult(context, options, made, () => describeInvitation(made, org.name));
  });
}

function readSeat(text: string) {
  const seat = seatRoleSchema.safeParse(text);
  if (seat.success) return seat.data;
  throw new PlatformError('HF_CLI_USAGE', {
    problem: `'${text}' is no seat: choose ${seatRoles.join(', ')}`,
  });
}

const mailWords: Readonly<Record<MadeInvitation['mail']['state'], string>> = {
  sent: 'A mail with the link is on its way',
  failed: 'The mail could not be sent',
  off: 'No mail was sent',
};

/** The link alone on its line, so that it can be copied. */
function describeInvitation({ invitation, link, mail }: MadeInvitation, org: string): string {
  const reason = mail.reason ? ` (${mail.reason})` : '';
  const until = invitation.expires_at.slice(0, 10);
  return `Invited ${invitation.email} to '${org}' as ${invitation.seat}. ${mailWords[mail.state]}${reason}. The link works once, until ${until}, and is shown only now:\n${link}`;
}
