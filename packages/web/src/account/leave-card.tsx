import { useSession } from '@honeyframe/sdk/frontend';
import { Button, Card, describeError, Group, Modal, Text, useDisclosure } from '@honeyframe/sdk/ui';
import { useMutation } from '@tanstack/react-query';
import { peopleClient } from '../api/clients.ts';

/** The way out of the organisation, after asking. */
export function LeaveCard() {
  const { org } = useSession();
  const [opened, { open, close }] = useDisclosure(false);
  const leave = useMutation({
    mutationFn: () => peopleClient.leaveOrg(),
    // Another organisation, or none: everything that is shown belongs to this one.
    onSuccess: () => window.location.assign('/'),
  });
  return (
    <Card
      title="Organisation"
      description={`Leaving ${org.name} takes its groups and pages from you; your account stays.`}
      actions={
        <Button variant="default" onClick={open}>
          Leave
        </Button>
      }
    >
      <Modal opened={opened} onClose={close} title={`Leave ${org.name}?`}>
        {leave.error ? (
          <Text c="red" role="alert" mb="sm">
            {describeError(leave.error).message} {describeError(leave.error).hint}
          </Text>
        ) : null}
        <Text>Only an administrator of {org.name} can let you in again.</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button color="red" loading={leave.isPending || leave.isSuccess} onClick={() => leave.mutate()}>
            Leave
          </Button>
        </Group>
      </Modal>
    </Card>
  );
}
