import type { MailMessage } from '../mail/index.ts';

export interface InvitationMail {
  readonly email: string;
  readonly org: string;
  readonly invited_by: string;
  readonly link: string;
  readonly expires_at: string;
}

/** Text alone: nothing in it can be dressed up, and every client shows the address that the link leads to. */
export function writeInvitationMail(invitation: InvitationMail): MailMessage {
  const org = oneLine(invitation.org);
  return {
    to: invitation.email,
    subject: `Invitation to ${org} on Honeyframe`,
    text: [
      `${oneLine(invitation.invited_by)} invites you to ${org} on Honeyframe.`,
      'Open this link to join:',
      invitation.link,
      `It works once, until ${invitation.expires_at.slice(0, 16).replace('T', ' ')} UTC.`,
      'If you did not expect this, you need not do anything.',
    ].join('\n\n'),
  };
}

/** Names are chosen by people; in a mail one must not look like lines of the platform's own. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
