import { Button, describeError } from '@honeyframe/sdk/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { authClient, peopleClient } from '../api/clients.ts';
import { EntryLayout } from '../session/entry-layout.tsx';
import { SplashScreen } from '../shell/splash-screen.tsx';
import { AcceptForm } from './accept-form.tsx';

type ReadInvitation = Awaited<ReturnType<typeof peopleClient.readInvitation>>;

/** For whoever opened the link of an invitation, with an account or without one. */
export function InvitationPage({ token }: { readonly token: string }) {
  useEffect(() => {
    document.title = 'Invitation · Honeyframe';
  }, []);
  const { data, error, refetch } = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => peopleClient.readInvitation({ body: { token }, signal }),
    // Whether it still works is asked once; what happens to it afterwards, the answer to accepting says.
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error) return <UnusableInvitation error={error} />;
  if (!data) return <SplashScreen />;
  const isOther = data.signed_in_as !== null && !isSame(data.signed_in_as, data.email);
  return (
    <EntryLayout title={`Join ${data.org}`} description={describe(data, isOther)}>
      {isOther ? (
        <OtherAccount invitation={data} onSignedOut={() => void refetch()} />
      ) : (
        <AcceptForm token={token} invitation={data} />
      )}
    </EntryLayout>
  );
}

function describe({ invited_by, email, has_account }: ReadInvitation, isOther: boolean): string {
  const who = invited_by ? `${invited_by} invited ${email}.` : `${email} was invited.`;
  if (isOther) return who;
  return has_account
    ? `${who} You join with the account that you have.`
    : `${who} Choose a name and a password.`;
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function UnusableInvitation({ error }: { readonly error: unknown }) {
  const { message, hint } = describeError(error);
  return (
    <EntryLayout title="This invitation cannot be used" description={`${message} ${hint}`}>
      <Button component="a" href="/" variant="default" fullWidth>
        Open Honeyframe
      </Button>
    </EntryLayout>
  );
}

interface OtherAccountProps {
  readonly invitation: ReadInvitation;
  readonly onSignedOut: () => void;
}

function OtherAccount({ invitation, onSignedOut }: OtherAccountProps): ReactNode {
  const signOut = useMutation({ mutationFn: () => authClient.signOut(), onSuccess: onSignedOut });
  return (
    <>
      <p className="hf-entry-text">
        You are signed in as <strong>{invitation.signed_in_as}</strong>. Sign out to go on as{' '}
        <strong>{invitation.email}</strong>.
      </p>
      <Button fullWidth loading={signOut.isPending} onClick={() => signOut.mutate()}>
        Sign out
      </Button>
    </>
  );
}
