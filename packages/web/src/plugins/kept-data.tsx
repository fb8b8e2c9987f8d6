import type { PluginSummary } from '@honeyframe/contract/api';
import { useSession } from '@honeyframe/sdk/frontend';
import { Button, Card, Icon } from '@honeyframe/sdk/ui';
import { Link } from 'react-router';
import { toPlanHref } from './plan/plan-address.ts';
import { isInstallable } from './plugin-words.ts';

/** Uninstalled plugins that left what they stored: it waits for another installation, or goes. */
export function KeptData({ plugins }: { readonly plugins: readonly PluginSummary[] }) {
  const kept = plugins.filter(({ data_kept }) => data_kept);
  const { user } = useSession();
  if (kept.length === 0) return null;
  return (
    <Card
      title="Data kept"
      description="Uninstalled, with what they stored. An installation finds it again; deleting shows first what goes."
      className="hf-left-behind"
    >
      <ul className="hf-plain-list">
        {kept.map((plugin) => (
          <li key={plugin.name} className="hf-found">
            <span>
              <span className="hf-strong">{plugin.display_name}</span> {plugin.version}
              <span className="hf-sub">
                {isInstallable(plugin) ? 'Its folder is still there.' : 'Its folder is gone.'}
              </span>
            </span>
            {user.is_superadmin ? <KeptActions plugin={plugin} /> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function KeptActions({ plugin }: { readonly plugin: PluginSummary }) {
  const { name, display_name } = plugin;
  return (
    <span className="hf-left-behind-actions">
      {isInstallable(plugin) ? (
        <Button
          component={Link}
          to={toPlanHref({ step: 'install', plugin: name })}
          variant="default"
          size="xs"
          aria-label={`Install ${display_name} again`}
        >
          Install again
        </Button>
      ) : null}
      <Button
        component={Link}
        to={toPlanHref({ step: 'uninstall', plugin: name, data: 'purge' })}
        variant="default"
        size="xs"
        leftSection={<Icon name="trash-2" size={14} />}
        aria-label={`Delete the data of ${display_name}`}
      >
        Delete data
      </Button>
    </span>
  );
}
