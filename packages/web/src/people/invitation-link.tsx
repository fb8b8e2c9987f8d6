import type { MadeInvitation } from '@honeyframe/contract/api';
import { Alert, Button, formatDateTime, Group, Stack, Text } from '@honeyframe/sdk/ui';
import { SecretBox } from '../one-time-secret/secret-box.tsx';
import { describeMail } from './people-words.ts';

interface InvitationLinkProps {
  readonly made: MadeInvitation;
  readonly onClose: () => void;
}

/** The link of an invitation, this once, and what the mail did. */
export function InvitationLink({ made, onClose }: InvitationLinkProps) {
  const { invitation, link, mail } = made;
  return (
    <Stack gap="md">
      {mail.state === 'failed' ? (
        <Alert color="yellow" role="status">
          {describeMail(mail, invitation.email)}
        </Alert>
      ) : (
        <Text>{describeMail(mail, invitation.email)}</Text>
      )}
      <SecretBox label={`Link, works once until ${formatDateTime(invitation.expires_at)}`} secret={link} />
      <Group justify="flex-end">
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}
