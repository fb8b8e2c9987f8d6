import type { Session } from '@honeyframe/contract/api';
import { Alert, Button, describeError, PasswordInput, Stack } from '@honeyframe/sdk/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { authClient } from '../api/clients.ts';
import { findPasswordMistake, NewPasswordFields } from './new-password-fields.tsx';
import { sessionKey } from './use-session-query.ts';

interface PasswordFormProps {
  /** Name of the account, for the browser's password store. */
  readonly email: string;
  readonly currentLabel: string;
  readonly onDone?: (session: Session) => void;
}

/** Changes the own password. */
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
    if (!found) change.mutate({ current_password: entry.current, new_password: entry.password });
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
        <NewPasswordFields label="New password" />
        <Button type="submit" loading={change.isPending}>
          Change password
        </Button>
      </Stack>
    </form>
  );
}

interface PasswordEntry {
  readonly current: string;
  readonly password: string;
  readonly repeated: string;
}

function readEntry(form: HTMLFormElement): PasswordEntry {
  const fields = new FormData(form);
  const read = (name: string) => String(fields.get(name) ?? '');
  return { current: read('current'), password: read('password'), repeated: read('repeated') };
}

function findMistake({ current, password, repeated }: PasswordEntry): string | undefined {
  const mistake = findPasswordMistake(password, repeated);
  if (mistake) return mistake;
  return password === current ? 'The new password is the same as the old one.' : undefined;
}
