import { useEffect } from 'react';
import { EntryLayout } from './entry-layout.tsx';
import { PasswordForm } from './password-form.tsx';
import { SignOutButton } from './sign-out-button.tsx';

/** Stands before everything else while the account still has the password that was generated for it. */
export function ForcedPasswordPage({ email }: { readonly email: string }) {
  useEffect(() => {
    document.title = 'Choose a password · Honeyframe';
  }, []);
  return (
    <EntryLayout
      title="Choose your own password"
      description={`${email} still has a password that was generated for it. Replace it to go on.`}
    >
      <PasswordForm email={email} currentLabel="Generated password" />
      <div className="hf-entry-foot">
        <SignOutButton />
      </div>
    </EntryLayout>
  );
}
