import { Button } from '@honeyframe/sdk/ui';
import { useSignOut } from './use-sign-out.ts';

export function SignOutButton() {
  const signOut = useSignOut();
  return (
    <Button variant="default" onClick={() => signOut.mutate()} loading={signOut.isPending}>
      Sign out
    </Button>
  );
}
