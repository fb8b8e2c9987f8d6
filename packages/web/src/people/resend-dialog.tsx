import type { Invitation } from '@honeyframe/contract/api';
import { Button, Group, Modal, Stack, Text } from '@honeyframe/sdk/ui';
import { peopleClient } from '../api/clients.ts';
import { FormFailure } from './form-failure.tsx';
import { InvitationLink } from './invitation-link.tsx';
import { usePeopleChange } from './people-queries.ts';

interface ResendDialogProps {
  readonly invitation: Invitation;
  readonly onClose: () => void;
}

/** Makes a new link after asking, since the old one stops to work. */
export function ResendDialog({ invitation, onClose }: ResendDialogProps) {
  const { id, email } = invitation;
  const resend = usePeopleChange((_: undefined) => peopleClient.resendInvitation({ params: { id } }));
  return (
    <Modal opened onClose={onClose} title={`Invite ${email} again`} closeOnClickOutside={!resend.data}>
      {resend.data ? (
        <InvitationLink made={resend.data} onClose={onClose} />
      ) : (
        <Stack gap="md">
          <FormFailure error={resend.error} />
          <Text>This makes a new link, which lasts as long as the first did. The old one stops to work.</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button loading={resend.isPending} onClick={() => resend.mutate(undefined)} data-autofocus>
              New link
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
