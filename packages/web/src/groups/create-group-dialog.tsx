import { Button, Group, Modal, Stack, Textarea, TextInput } from '@honeyframe/sdk/ui';
import type { FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { useCreateGroup } from './group-queries.ts';

export function CreateGroupDialog({ onClose }: { readonly onClose: () => void }) {
  const create = useCreateGroup();
  const navigate = useNavigate();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const body = { name: String(form.get('name')), description: String(form.get('description')) };
    create.mutate(body, { onSuccess: (group) => void navigate(`/admin/groups/${group.id}`) });
  };
  return (
    <Modal opened onClose={onClose} title="New group">
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            name="name"
            label="Name"
            placeholder="Night shift"
            required
            withAsterisk={false}
            maxLength={80}
            data-autofocus
          />
          <Textarea
            name="description"
            label="Description"
            placeholder="Who belongs to it, and what for"
            maxLength={500}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Create group
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
