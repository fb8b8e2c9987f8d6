import { Alert, Button, describeError, PasswordInput, Stack, TextInput } from '@honeyframe/sdk/ui';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { peopleClient } from '../api/clients.ts';
import { findPasswordMistake, NewPasswordFields } from '../session/new-password-fields.tsx';

interface AcceptFormProps {
  readonly token: string;
  readonly invitation: {
    readonly email: string;
    readonly has_account: boolean;
    readonly signed_in_as: string | null;
  };
}

/** Asks for what proves who joins: nothing of whoever is signed in, a password of others. */
export function AcceptForm({ token, invitation }: AcceptFormProps) {
  const { email, has_account, signed_in_as } = invitation;
  const [mistake, setMistake] = useState<string>();
  const accept = useMutation({
    mutationFn: (body: { display_name?: string; password?: string }) =>
      peopleClient.acceptInvitation({ body: { token, ...body } }),
    // A page of its own: the address with the token goes, and everything is read anew.
    onSuccess: () => window.location.replace('/'),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entry = readEntry(event.currentTarget);
    const found = has_account ? undefined : findPasswordMistake(entry.password, entry.repeated);
    setMistake(found);
    if (!found) accept.mutate(toBody(entry, has_account));
  };
  const failure = mistake ?? (accept.error ? toText(accept.error) : undefined);
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {failure ? (
          <Alert color="red" role="alert">
            {failure}
          </Alert>
        ) : null}
        <input type="text" name="username" value={email} autoComplete="username" readOnly hidden />
        {signed_in_as ? null : has_account ? <KnownPassword /> : <NewAccount />}
        <Button type="submit" size="md" fullWidth loading={accept.isPending || accept.isSuccess}>
          {has_account && !signed_in_as ? 'Sign in and join' : 'Join'}
        </Button>
      </Stack>
    </form>
  );
}

function KnownPassword() {
  return (
    <PasswordInput
      name="password"
      label="Password of your account"
      autoComplete="current-password"
      required
      withAsterisk={false}
      autoFocus
    />
  );
}

function NewAccount() {
  return (
    <>
      <TextInput name="name" label="Name" autoComplete="name" maxLength={100} autoFocus />
      <NewPasswordFields label="Password" />
    </>
  );
}

interface Entry {
  readonly name: string;
  readonly password: string;
  readonly repeated: string;
}

function readEntry(form: HTMLFormElement): Entry {
  const fields = new FormData(form);
  const read = (name: string) => String(fields.get(name) ?? '');
  return { name: read('name'), password: read('password'), repeated: read('repeated') };
}

function toBody({ name, password }: Entry, hasAccount: boolean) {
  if (hasAccount) return password === '' ? {} : { password };
  return { password, display_name: name };
}

function toText(error: unknown): string {
  const { message, hint } = describeError(error);
  return `${message} ${hint}`;
}
