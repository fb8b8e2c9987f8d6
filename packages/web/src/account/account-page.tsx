import { useSession } from '@honeyframe/sdk/frontend';
import { Card, Fields, notifySuccess, Page } from '@honeyframe/sdk/ui';
import { useState } from 'react';
import { PasswordForm } from '../session/password-form.tsx';
import { LeaveCard } from './leave-card.tsx';
import { OpenInvitations } from './open-invitations.tsx';
import { TokensCard } from './tokens-card.tsx';

/** The own account: who one is, the password, and the tokens that scripts use. */
export function AccountPage() {
  const { user, org } = useSession();
  const [changes, setChanges] = useState(0);
  const done = () => {
    setChanges((count) => count + 1);
    notifySuccess('Your password is changed. Every other session of your account has ended.');
  };
  return (
    <Page title="Account" width="reading" description="Your own settings.">
      <OpenInvitations />
      <Card title="You">
        <Fields
          items={[
            { label: 'Name', value: user.display_name },
            { label: 'E-mail', value: user.email },
            { label: 'Organisation', value: org.name },
            { label: 'Role', value: user.is_superadmin ? 'Superadmin' : 'Member' },
          ]}
        />
      </Card>
      <Card title="Password" description="Changing it signs you out everywhere else.">
        <div className="hf-narrow">
          <PasswordForm key={changes} email={user.email} currentLabel="Current password" onDone={done} />
        </div>
      </Card>
      <TokensCard />
      <LeaveCard />
    </Page>
  );
}
