import type { Session } from '@honeyframe/contract/api';
import { Alert, Button, describeError, PasswordInput, Stack } from '@honeyframe/sdk/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { authClient } from '../api/clients.ts';
import { sessionKey } from './use-session-query.ts';

export const PASSWORD_LENGTH = 12;

interface PasswordFormProps {
  /** Name of the account, for the browser's password store. */
  readonly email: string;
  readonly currentLabel: string;
  readonly onDone?: (session: Session) => void;
}

/** Changes the own password; the repeated one guards against a slip of the finger. */
export function PasswordForm({ email, currentLabel, onDone }: PasswordFormProps) {
  const client = useQueryClient();
  const [mistake, setMistake] = useState<string>();
  const change = useMutation({
    mutationFn: (body: { current_password: string; new_password: string }) =>
      authClient.changePassword({ body }),
    onSuccess: (session) => {
      client.setQueryData(sessionKey, session);
      onDone?.(session);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entry = readEntry(event.currentTarget);
    const found = findMistake(entry);
    setMistake(found);
    if (!found) change.mutate({ current_password: entry.current, new_password: entry.next });
  };
  const failure = mistake ?? (change.error ? describeError(change.error).message : undefined);
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {failure ? (
          <Alert color="red" role="alert">
            {failure}
          </Alert>
        ) : null}
        <input type="text" name="username" value={email} autoComplete="username" readOnly hidden />
        <PasswordInput
          name="current"
          label={currentLabel}
          autoComplete="current-password"
          required
          withAsterisk={false}
        />
        <PasswordInput
          name="next"
          label="New password"
          description={`At least ${PASSWORD_LENGTH} characters. A short sentence is easy to remember and hard to guess.`}
          autoComplete="new-password"
          required
          withAsterisk={false}
        />
        <PasswordInput
          name="repeated"
          label="New password again"
          autoComplete="new-password"
          required
          withAsterisk={false}
        />
        <Button type="submit" loading={change.isPending}>
          Change password
        </Button>
      </Stack>
    </form>
  );
}

interface PasswordEntry {
  readonly current: string;
  readonly next: string;
  readonly repeated: string;
}

function readEntry(form: HTMLFormElement): PasswordEntry {
  const fields = new FormData(form);
  const read = (name: string) => String(fields.get(name) ?? '');
  return { current: read('current'), next: read('next'), repeated: read('repeated') };
}

function findMistake({ current, next, repeated }: PasswordEntry): string | undefined {
  if (next.length < PASSWORD_LENGTH) return `The new password needs at least ${PASSWORD_LENGTH} characters.`;
  if (next !== repeated) return 'The two entries of the new password differ.';
  if (next === current) return 'The new password is the same as the old one.';
  return undefined;
}
