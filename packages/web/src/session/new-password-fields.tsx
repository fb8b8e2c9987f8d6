import { PasswordInput } from '@honeyframe/sdk/ui';

const PASSWORD_LENGTH = 12;

interface NewPasswordFieldsProps {
  /** `Password`, or `New password` where there is an old one. */
  readonly label: string;
}

/** Two entries of a password that somebody thinks of; the second guards against a slip of the finger. */
export function NewPasswordFields({ label }: NewPasswordFieldsProps) {
  return (
    <>
      <PasswordInput
        name="password"
        label={label}
        description={`At least ${PASSWORD_LENGTH} characters. A short sentence is easy to remember and hard to guess.`}
        autoComplete="new-password"
        required
        withAsterisk={false}
      />
      <PasswordInput
        name="repeated"
        label={`${label} again`}
        autoComplete="new-password"
        required
        withAsterisk={false}
      />
    </>
  );
}

/** What is wrong with the two entries, as a sentence. */
export function findPasswordMistake(password: string, repeated: string): string | undefined {
  if (password.length < PASSWORD_LENGTH) return `The password needs at least ${PASSWORD_LENGTH} characters.`;
  if (password !== repeated) return 'The two entries of the password differ.';
  return undefined;
}
