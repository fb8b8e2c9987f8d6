import { Alert, Button, describeError, Group, Modal, Stack, Text, TextInput } from '@honeyframe/sdk/ui';
import { MultiSelect } from '@honeyframe/sdk/ui/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { peopleClient } from '../api/clients.ts';
import { useGroupsQuery } from '../groups/group-queries.ts';
import { holdsEverybody } from '../groups/group-words.ts';
import { SecretBox } from '../one-time-secret/secret-box.tsx';

type Created = Awaited<ReturnType<typeof peopleClient.createUser>>;

/** Makes an account, and shows its generated password once. */
export function CreatePersonDialog({ onClose }: { readonly onClose: () => void }) {
  const [created, setCreated] = useState<Created>();
  return (
    <Modal
      opened
      onClose={onClose}
      title={created ? 'Account ready' : 'Add person'}
      closeOnClickOutside={!created}
    >
      {created ? (
        <PersonCreated created={created} onClose={onClose} />
      ) : (
        <PersonForm onCreated={setCreated} onCancel={onClose} />
      )}
    </Modal>
  );
}

interface PersonFormProps {
  readonly onCreated: (created: Created) => void;
  readonly onCancel: () => void;
}

function PersonForm({ onCreated, onCancel }: PersonFormProps) {
  const client = useQueryClient();
  const [group_ids, setGroups] = useState<string[]>([]);
  const groups = useGroupsQuery().data ?? [];
  const create = useMutation({
    mutationFn: (body: { email: string; display_name: string; group_ids: string[] }) =>
      peopleClient.createUser({ body }),
    onSuccess: async (created) => {
      await client.invalidateQueries({ queryKey: ['people'] });
      onCreated(created);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    create.mutate({ email: String(form.get('email')), display_name: String(form.get('name')), group_ids });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {create.error ? (
          <Alert color="red" role="alert">
            {describeError(create.error).message} {describeError(create.error).hint}
          </Alert>
        ) : null}
        <TextInput name="name" label="Name" placeholder="Mina Okafor" maxLength={100} data-autofocus />
        <TextInput
          name="email"
          label="E-mail"
          type="email"
          required
          withAsterisk={false}
          autoComplete="off"
        />
        <MultiSelect
          label="Groups"
          description="Decides what the person may do. Can be changed at any time."
          data={groups
            .filter((group) => !holdsEverybody(group))
            .map(({ id, name }) => ({ value: id, label: name }))}
          value={group_ids}
          onChange={setGroups}
          searchable
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Add person
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function PersonCreated({ created, onClose }: { readonly created: Created; readonly onClose: () => void }) {
  const { user, generated_password } = created;
  return (
    <Stack gap="md">
      {generated_password ? (
        <>
          <Text>
            Hand this password to <strong>{user.email}</strong>. It has to be replaced at the first sign-in.
          </Text>
          <SecretBox label="Generated password" secret={generated_password} />
        </>
      ) : (
        <Text>
          <strong>{user.email}</strong> had an account already, and now belongs to this organisation too. The
          password stays as it is.
        </Text>
      )}
      <Group justify="flex-end">
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}
