import { Alert, Button, describeError, PasswordInput, Stack, TextInput } from '@honeyframe/sdk/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect } from 'react';
import { authClient } from '../api/clients.ts';
import { EntryLayout } from './entry-layout.tsx';
import { startSession } from './start-session.ts';

export function SignInPage() {
  const client = useQueryClient();
  useEffect(() => {
    document.title = 'Sign in · Honeyframe';
  }, []);
  const signIn = useMutation({
    mutationFn: (body: { email: string; password: string }) => authClient.signIn({ body }),
    onSuccess: (session) => startSession(client, session),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate({ email: String(form.get('email')), password: String(form.get('password')) });
  };
  return (
    <EntryLayout title="Sign in">
      <form onSubmit={submit}>
        <Stack gap="md">
          {signIn.error ? <SignInFailure error={signIn.error} /> : null}
          <TextInput
            name="email"
            label="E-mail"
            type="email"
            autoComplete="username"
            size="md"
            required
            withAsterisk={false}
            data-autofocus
            autoFocus
          />
          <PasswordInput
            name="password"
            label="Password"
            autoComplete="current-password"
            size="md"
            required
            withAsterisk={false}
          />
          <Button type="submit" size="md" fullWidth loading={signIn.isPending}>
            Sign in
          </Button>
        </Stack>
      </form>
      <p className="hf-entry-foot">
        Forgotten your password? An administrator of your organisation can reset it.
      </p>
    </EntryLayout>
  );
}

function SignInFailure({ error }: { readonly error: unknown }) {
  const { message, hint } = describeError(error);
  return (
    <Alert color="red" role="alert">
      {message} {hint}
    </Alert>
  );
}
