import type { Invitation, Member } from '@honeyframe/contract/api';
import { useSession } from '@honeyframe/sdk/frontend';
import { peopleClient } from '../api/clients.ts';
import { ExplainDialog } from '../explain/explain-dialog.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { CreatePersonDialog } from './create-person-dialog.tsx';
import { EditPersonDialog } from './edit-person-dialog.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { nameOf, type Person } from './people-words.ts';
import { ResendDialog } from './resend-dialog.tsx';
import { ResetPasswordDialog } from './reset-password-dialog.tsx';

interface PeopleDialogProps {
  /** As it stands in the address. */
  readonly dialog: string;
  readonly person: Person | undefined;
  readonly sendsMail: boolean;
  readonly onClose: () => void;
}

/** The dialog that the address names. */
export function PeopleDialog({ dialog, person, sendsMail, onClose }: PeopleDialogProps) {
  if (dialog === 'invite') return <InviteDialog sendsMail={sendsMail} onClose={onClose} />;
  if (dialog === 'new') return <CreatePersonDialog onClose={onClose} />;
  if (person?.kind === 'member')
    return <MemberDialog dialog={dialog} member={person.member} onClose={onClose} />;
  if (person?.kind === 'invitation')
    return <InvitationDialog dialog={dialog} invitation={person.invitation} onClose={onClose} />;
  return null;
}

interface MemberDialogProps {
  readonly dialog: string;
  readonly member: Member;
  readonly onClose: () => void;
}

function MemberDialog({ dialog, member, onClose }: MemberDialogProps) {
  const params = { id: member.id };
  if (dialog === 'edit') return <EditPersonDialog person={member} onClose={onClose} />;
  if (dialog === 'explain') return <ExplainDialog userId={member.id} onClose={onClose} />;
  if (dialog === 'reset') return <ResetPasswordDialog person={member} onClose={onClose} />;
  if (dialog === 'remove') return <RemoveDialog member={member} onClose={onClose} />;
  if (dialog !== 'deactivate') return null;
  return (
    <ConfirmDialog
      title={`Deactivate ${nameOf(member)}?`}
      action="Deactivate"
      onConfirm={() => peopleClient.deactivateUser({ params })}
      done={`${nameOf(member)} can no longer sign in.`}
      onClose={onClose}
    >
      They are signed out everywhere, and their tokens stop to work at once. What they made stays, and the
      account can be activated again.
    </ConfirmDialog>
  );
}

function RemoveDialog({ member, onClose }: Omit<MemberDialogProps, 'dialog'>) {
  const { user, org } = useSession();
  const isOwn = member.id === user.id;
  return (
    <ConfirmDialog
      title={isOwn ? `Leave ${org.name}?` : `Remove ${nameOf(member)} from ${org.name}?`}
      action={isOwn ? 'Leave' : 'Remove'}
      onConfirm={async () => {
        await peopleClient.removeUser({ params: { id: member.id } });
        // Another organisation, or none: everything that is shown belongs to this one.
        if (isOwn) window.location.assign('/');
      }}
      done={isOwn ? `You left ${org.name}.` : `${nameOf(member)} no longer belongs to ${org.name}.`}
      onClose={onClose}
    >
      {isOwn ? 'You lose' : 'They lose'} all groups here, and see nothing of this organisation any more. The
      account itself stays.
    </ConfirmDialog>
  );
}

interface InvitationDialogProps {
  readonly dialog: string;
  readonly invitation: Invitation;
  readonly onClose: () => void;
}

function InvitationDialog({ dialog, invitation, onClose }: InvitationDialogProps) {
  const { id, email } = invitation;
  if (dialog === 'resend') return <ResendDialog invitation={invitation} onClose={onClose} />;
  if (dialog !== 'revoke') return null;
  return (
    <ConfirmDialog
      title={`Revoke the invitation of ${email}?`}
      action="Revoke"
      onConfirm={() => peopleClient.revokeInvitation({ params: { id } })}
      done={`The invitation of ${email} is revoked.`}
      onClose={onClose}
    >
      The link stops to work. They can be invited again at any time.
    </ConfirmDialog>
  );
}
