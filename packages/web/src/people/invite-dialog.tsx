import type { MadeInvitation, SeatRole } from '@honeyframe/contract/api';
import { Button, Group, Modal, Stack, TextInput } from '@honeyframe/sdk/ui';
import { Select } from '@honeyframe/sdk/ui/form';
import { type FormEvent, useState } from 'react';
import { peopleClient } from '../api/clients.ts';
import { FormFailure } from './form-failure.tsx';
import { GroupsSelect } from './groups-select.tsx';
import { InvitationLink } from './invitation-link.tsx';
import { usePeopleChange } from './people-queries.ts';
import { SeatSelect } from './seat-select.tsx';

interface InviteDialogProps {
  readonly sendsMail: boolean;
  readonly onClose: () => void;
}

/** Invites somebody, and shows the link once. */
export function InviteDialog({ sendsMail, onClose }: InviteDialogProps) {
  const [made, setMade] = useState<MadeInvitation>();
  return (
    <Modal
      opened
      onClose={onClose}
      title={made ? 'Invitation ready' : 'Invite somebody'}
      closeOnClickOutside={!made}
    >
      {made ? (
        <InvitationLink made={made} onClose={onClose} />
      ) : (
        <InviteForm sendsMail={sendsMail} onMade={setMade} onCancel={onClose} />
      )}
    </Modal>
  );
}

const lifetimes = [
  { value: '1', label: '1 day' },
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
];

interface InviteFormProps {
  readonly sendsMail: boolean;
  readonly onMade: (made: MadeInvitation) => void;
  readonly onCancel: () => void;
}

function InviteForm({ sendsMail, onMade, onCancel }: InviteFormProps) {
  const [seat, setSeat] = useState<SeatRole>('viewer');
  const [group_ids, setGroups] = useState<string[]>([]);
  const [days, setDays] = useState<string | null>('7');
  const invite = usePeopleChange((email: string) =>
    peopleClient.invite({ body: { email, seat, group_ids, expires_in_days: Number(days ?? '7') } }),
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get('email'));
    invite.mutate(email, { onSuccess: onMade });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <FormFailure error={invite.error} />
        <TextInput
          name="email"
          label="E-mail"
          type="email"
          placeholder="mina@example.org"
          required
          withAsterisk={false}
          autoComplete="off"
          data-autofocus
        />
        <SeatSelect value={seat} onChange={setSeat} />
        <GroupsSelect value={group_ids} onChange={setGroups} />
        <Select
          label="The link works for"
          description={
            sendsMail
              ? 'It is sent by mail, and shown to you to copy.'
              : 'It is shown to you to copy: this platform sends no mail.'
          }
          data={lifetimes}
          value={days}
          onChange={setDays}
          allowDeselect={false}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={invite.isPending}>
            Invite
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
