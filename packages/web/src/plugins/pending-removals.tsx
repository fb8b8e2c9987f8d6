import type { PluginSummary } from '@honeyframe/contract/api';
import { useSession } from '@honeyframe/sdk/frontend';
import { Alert, Button } from '@honeyframe/sdk/ui';
import { Link } from 'react-router';
import { toPlanHref } from './plan/plan-address.ts';
import { describeRemoval } from './plugin-words.ts';

/** What an installed plugin has and no longer declares, and the way to the plan that takes it away. */
export function PendingRemovals({ plugin }: { readonly plugin: PluginSummary }) {
  const { user } = useSession();
  const { pending_removals: removals, name } = plugin;
  if (removals.length === 0) return null;
  return (
    <Alert color="yellow" title="No longer declared; nothing was removed">
      <ul className="hf-removals">
        {removals.map((removal) => (
          <li key={`${removal.kind} ${removal.name}`}>{describeRemoval(removal)}</li>
        ))}
      </ul>
      {user.is_superadmin ? (
        <Button
          component={Link}
          to={toPlanHref({ step: 'upgrade', plugin: name })}
          variant="default"
          size="xs"
          mt="xs"
        >
          See what would be removed
        </Button>
      ) : (
        <p>A superadmin can remove it.</p>
      )}
    </Alert>
  );
}
