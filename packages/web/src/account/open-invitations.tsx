import { Button, Card, formatDate, Group, notifyError } from '@honeyframe/sdk/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { peopleClient } from '../api/clients.ts';
import { seatWords } from '../people/people-words.ts';

type OwnInvitation = Awaited<ReturnType<typeof peopleClient.listOwnInvitations>>['invitations'][number];

const queryKey = ['own-invitations'];

/** Which organisations invited this person, to answer without the link. Nothing while there is none. */
export function OpenInvitations() {
  const { data = [] } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await peopleClient.listOwnInvitations({ signal })).invitations,
  });
  if (data.length === 0) return null;
  return (
    <Card title="Invitations" description="Nobody adds you to an organisation without your consent.">
      <ul className="hf-plain-list">
        {data.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </Card>
  );
}

function InvitationRow({ invitation }: { readonly invitation: OwnInvitation }) {
  const { id, org, invited_by, seat, expires_at } = invitation;
  const client = useQueryClient();
  const accept = useMutation({
    mutationFn: () => peopleClient.acceptOwnInvitation({ params: { id } }),
    // The session goes on in the other organisation: everything that is shown belongs to this one.
    onSuccess: () => window.location.assign('/'),
    onError: (error) => notifyError(error, `You did not join ${org}`),
  });
  const decline = useMutation({
    mutationFn: () => peopleClient.declineOwnInvitation({ params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey }),
    onError: (error) => notifyError(error, 'The invitation was not declined'),
  });
  const busy = accept.isPending || accept.isSuccess || decline.isPending;
  return (
    <li className="hf-grant">
      <div>
        <span className="hf-strong">{org}</span>
        <div className="hf-sub">
          {invited_by ? `From ${invited_by}` : 'Invitation'}, as {seatWords[seat].label.toLowerCase()}, until{' '}
          {formatDate(expires_at)}
        </div>
      </div>
      <Group gap="xs">
        <Button variant="default" disabled={busy} onClick={() => decline.mutate()}>
          Decline
        </Button>
        <Button disabled={busy} loading={accept.isPending} onClick={() => accept.mutate()}>
          Accept
        </Button>
      </Group>
    </li>
  );
}
