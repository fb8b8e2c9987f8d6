import { usePermission, usePluginMutation } from '@honeyframe/sdk/frontend';
import {
  Button,
  formatRelative,
  Group,
  Icon,
  Modal,
  notifyError,
  notifySuccess,
  Text,
  Textarea,
  useDisclosure,
} from '@honeyframe/sdk/ui';
import { useState } from 'react';
import type { FollowUpAnswer } from '../../../backend/schemas/patient-care.ts';
import type { FollowUp } from '../../../backend/schemas/patient-list.ts';

interface FollowUpButtonProps {
  readonly patientId: string;
  readonly followUp: FollowUp | null;
}

/** Flags a patient, with a reason; there for those who may. */
export function FollowUpButton({ patientId, followUp }: FollowUpButtonProps) {
  const mayEdit = usePermission('patient.edit');
  const [opened, { open, close }] = useDisclosure(false);
  if (!mayEdit) return null;
  return (
    <>
      <Button
        variant={followUp ? 'light' : 'default'}
        color={followUp ? 'honey' : 'gray'}
        leftSection={<Icon name="flag" size={14} />}
        onClick={open}
      >
        {followUp ? 'Follow-up' : 'Flag for follow-up'}
      </Button>
      <Modal opened={opened} onClose={close} title="Follow-up">
        <FollowUpForm patientId={patientId} followUp={followUp} onDone={close} />
      </Modal>
    </>
  );
}

function FollowUpForm({
  patientId,
  followUp,
  onDone,
}: FollowUpButtonProps & { readonly onDone: () => void }) {
  const [reason, setReason] = useState(followUp?.reason ?? '');
  const path = `/patients/${encodeURIComponent(patientId)}/follow-up`;
  const answer = (message: string) => ({
    onSuccess: () => {
      notifySuccess(message);
      onDone();
    },
    onError: notifyError,
  });
  const set = usePluginMutation<FollowUpAnswer, { reason: string }>(path, {
    method: 'PUT',
    ...answer('Flagged for follow-up.'),
  });
  const clear = usePluginMutation<FollowUpAnswer>(path, { method: 'DELETE', ...answer('The flag is gone.') });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate({ reason });
      }}
    >
      <Textarea
        label="Reason"
        description="What should happen, and by when. Colleagues see it beside the name."
        data-autofocus
        autosize
        minRows={3}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {followUp ? (
        <Text size="sm" c="dimmed" mt="xs">
          Flagged by {followUp.flagged_by}, {formatRelative(followUp.flagged_at)}.
        </Text>
      ) : null}
      <Group justify="flex-end" mt="md" gap="xs">
        {followUp ? (
          <Button
            variant="subtle"
            color="red"
            mr="auto"
            loading={clear.isPending}
            onClick={() => clear.mutate()}
          >
            Remove the flag
          </Button>
        ) : null}
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" loading={set.isPending}>
          {followUp ? 'Save' : 'Flag'}
        </Button>
      </Group>
    </form>
  );
}
