import type { Webhook } from '@honeyframe/contract/api';
import {
  Alert,
  Button,
  describeError,
  Group,
  PasswordInput,
  Stack,
  Switch,
  TextInput,
} from '@honeyframe/sdk/ui';
import { type FormEvent, useState } from 'react';
import { useSaveWebhook, useTestWebhook } from './webhook-queries.ts';

/** The address, what signs messages to it, and whether there are any. */
export function WebhookForm({ webhook }: { readonly webhook: Webhook }) {
  const [url, setUrl] = useState(webhook.url ?? '');
  const [secret, setSecret] = useState('');
  const [enabled, setEnabled] = useState(webhook.url === null || webhook.enabled);
  const save = useSaveWebhook(() => setSecret(''));
  const test = useTestWebhook();
  const isNew = webhook.url === null;
  const isDirty =
    url.trim() !== (webhook.url ?? '') || secret !== '' || (!isNew && enabled !== webhook.enabled);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ url: url.trim(), enabled, ...(secret && { secret }) });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {save.error ? <Failure error={save.error} /> : null}
        <TextInput
          label="Address"
          description="A public https address that takes a POST with JSON."
          placeholder="https://hooks.example.org/data"
          type="url"
          required
          maxLength={2000}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <PasswordInput
          label="Secret"
          description={describeSecret(isNew)}
          placeholder={isNew ? '' : 'Keep the one that is set'}
          required={isNew}
          minLength={16}
          maxLength={200}
          autoComplete="new-password"
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
        />
        <Switch
          label="Send messages"
          checked={enabled}
          onChange={(event) => setEnabled(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button
            variant="default"
            disabled={isNew || isDirty}
            loading={test.isPending}
            onClick={() => test.mutate()}
          >
            Send a test message
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!isDirty}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function describeSecret(isNew: boolean): string {
  const what = 'At least 16 characters. Each message carries its HMAC in the header x-honeyframe-signature.';
  return isNew ? what : `${what} Nobody can read it here.`;
}

function Failure({ error }: { readonly error: unknown }) {
  const { message, hint } = describeError(error);
  return (
    <Alert color="red" title="Not saved" role="alert">
      {message} {hint}
    </Alert>
  );
}
