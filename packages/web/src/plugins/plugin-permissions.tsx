import { describePermission, type PluginSummary } from '@honeyframe/contract/api';
import { Badge, Status } from '@honeyframe/sdk/ui';
import { Link } from 'react-router';
import { PendingRemovals } from './pending-removals.tsx';
import { Section } from './section.tsx';

/** What a plugin's routes ask for, the groups that it brings, and what waits for an administrator. */
export function PluginPermissions({ plugin }: { readonly plugin: PluginSummary }) {
  const { permissions, seed_groups } = plugin;
  const waiting = plugin.pending_removals.length;
  if (permissions.length + seed_groups.length + waiting === 0)
    return <p className="hf-drawer-lead">It declares no permissions and brings no groups.</p>;
  return (
    <div className="hf-drawer-body">
      <PendingRemovals plugin={plugin} />
      {permissions.length > 0 ? (
        <Section title="Permissions">
          <ul className="hf-plain-list">
            {permissions.map(({ name, description, state }) => (
              <li key={name} className="hf-history-step">
                <div>
                  {description || describePermission(name)} <code className="hf-code">{name}</code>
                </div>
                {state === 'pending' ? (
                  <Link to="/admin/permissions">
                    <Status tone="warn" icon="hourglass">
                      Waits for a decision
                    </Status>
                  </Link>
                ) : null}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {seed_groups.length > 0 ? (
        <Section title="Groups it brings">
          <div className="hf-names">
            {seed_groups.map((name) => (
              <Badge key={name} color="gray">
                {name}
              </Badge>
            ))}
          </div>
        </Section>
      ) : null}
    </div>
  );
}
