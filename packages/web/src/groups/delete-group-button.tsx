import type { Group as AccessGroup } from '@honeyframe/contract/api';
import { Button, Group, Icon, Modal, Text, useDisclosure } from '@honeyframe/sdk/ui';
import { useNavigate } from 'react-router';
import { useGroupChanges } from './group-queries.ts';

/** Deletes a group after asking. */
export function DeleteGroupButton({ group }: { readonly group: AccessGroup }) {
  const [open, { open: ask, close }] = useDisclosure(false);
  const navigate = useNavigate();
  const changes = useGroupChanges(group.id);
  const confirm = () => changes.delete.mutate(undefined, { onSuccess: () => void navigate('/admin/groups') });
  return (
    <>
      <Button variant="default" leftSection={<Icon name="trash-2" size={14} />} onClick={ask}>
        Delete
      </Button>
      <Modal opened={open} onClose={close} title={`Delete “${group.name}”?`}>
        <Text>
          Its people keep their accounts and lose what only this group allowed them.
          {group.owner ? ' The plugin that brought it does not make it again.' : ''}
        </Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button color="red" loading={changes.delete.isPending} onClick={confirm}>
            Delete group
          </Button>
        </Group>
      </Modal>
    </>
  );
}
