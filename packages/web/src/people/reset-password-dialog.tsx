import type { Member } from '@honeyframe/contract/api';
import { Alert, Button, describeError, Group, Modal, Stack, Text } from '@honeyframe/sdk/ui';
import { useMutation } from '@tanstack/react-query';
import { peopleClient } from '../api/clients.ts';
import { SecretBox } from '../one-time-secret/secret-box.tsx';

interface ResetPasswordDialogProps {
  readonly person: Member;
  readonly onClose: () => void;
}

/** Replaces somebody's password by a generated one, after asking. */
export function ResetPasswordDialog({ person, onClose }: ResetPasswordDialogProps) {
  const reset = useMutation({ mutationFn: () => peopleClient.resetPassword({ params: { id: person.id } }) });
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Reset the password of ${person.display_name || person.email}`}
      closeOnClickOutside={!reset.data}
    >
      <Stack gap="md">
        {reset.error ? (
          <Alert color="red" role="alert">
            {describeError(reset.error).message} {describeError(reset.error).hint}
          </Alert>
        ) : null}
        {reset.data ? (
          <SecretBox label="Generated password" secret={reset.data.generated_password} />
        ) : (
          <Text>
            They are signed out everywhere, and choose a password of their own when they next sign in.
          </Text>
        )}
        <Group justify="flex-end">
          {reset.data ? (
            <Button onClick={onClose}>Done</Button>
          ) : (
            <>
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button loading={reset.isPending} onClick={() => reset.mutate()}>
                Reset password
              </Button>
            </>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
