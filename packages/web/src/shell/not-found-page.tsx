import { Button, State } from '@honeyframe/sdk/ui';
import { Link } from 'react-router';

/** There is no such page, or it is none of this person's business. */
export function NotFoundPage() {
  return (
    <State
      size="page"
      icon="search"
      title="There is no page at this address"
      action={
        <Button component={Link} to="/" variant="default">
          Go to Home
        </Button>
      }
    >
      <p>The link may be old, or its plugin is not switched on in this organisation.</p>
    </State>
  );
}
