import { Alert, Button, describeError, Group, Modal, Stack, TextInput } from '@honeyframe/sdk/ui';
import { Select } from '@honeyframe/sdk/ui/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { authClient } from '../api/clients.ts';
import { SecretBox } from '../one-time-secret/secret-box.tsx';

const lifetimes = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '366', label: 'One year' },
];

/** Makes a token and shows its secret once. */
export function CreateTokenDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient();
  const [days, setDays] = useState('90');
  const create = useMutation({
    mutationFn: (name: string) => authClient.createToken({ body: { name, expires_in_days: Number(days) } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    create.mutate(String(new FormData(event.currentTarget).get('name')));
  };
  if (create.data) {
    return (
      <Modal opened onClose={onClose} title="Token ready" closeOnClickOutside={false}>
        <Stack gap="md">
          <SecretBox label={create.data.token.name} secret={create.data.secret} />
          <Group justify="flex-end">
            <Button onClick={onClose}>Done</Button>
          </Group>
        </Stack>
      </Modal>
    );
  }
  return (
    <Modal opened onClose={onClose} title="New access token">
      <form onSubmit={submit}>
        <Stack gap="md">
          {create.error ? (
            <Alert color="red" role="alert">
              {describeError(create.error).message} {describeError(create.error).hint}
            </Alert>
          ) : null}
          <TextInput
            name="name"
            label="What is it for?"
            placeholder="Nightly import"
            required
            withAsterisk={false}
            maxLength={100}
            data-autofocus
          />
          <Select
            label="Works for"
            data={lifetimes}
            value={days}
            onChange={(value) => setDays(value ?? '90')}
            allowDeselect={false}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Create token
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
