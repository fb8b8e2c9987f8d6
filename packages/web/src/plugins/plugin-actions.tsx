import type { PluginSummary } from '@honeyframe/contract/api';
import { useSession } from '@honeyframe/sdk/frontend';
import { ActionIcon, Button, Icon, Menu } from '@honeyframe/sdk/ui';
import { Link } from 'react-router';
import { EnabledSwitch } from './enabled-switch.tsx';
import { toPlanHref } from './plan/plan-address.ts';
import { isInstallable, isInstalled } from './plugin-words.ts';

/** What can be done with a plugin, by whoever may. */
export function PluginActions({ plugin }: { readonly plugin: PluginSummary }) {
  const { user, org } = useSession();
  const { name, enabled, update } = plugin;
  return (
    <div className="hf-plugin-actions">
      {plugin.installed_at && plugin.generation ? (
        <div className="hf-plugin-enabled">
          <EnabledSwitch plugin={plugin} />
          <span>
            {enabled ? 'Enabled' : 'Not enabled'} in {org.name}
          </span>
        </div>
      ) : null}
      {plugin.has_settings ? (
        <Button
          component={Link}
          to={`/admin/plugins/${name}/settings`}
          variant="default"
          leftSection={<Icon name="settings" size={14} />}
        >
          Settings
        </Button>
      ) : null}
      {user.is_superadmin ? (
        <>
          {isInstallable(plugin) ? (
            <Button component={Link} to={toPlanHref({ step: 'install', plugin: name })}>
              Install
            </Button>
          ) : null}
          {update ? (
            <Button
              component={Link}
              to={toPlanHref({ step: 'upgrade', plugin: name })}
              variant={update.held ? 'default' : 'filled'}
            >
              Upgrade
            </Button>
          ) : null}
          {isInstalled(plugin) ? <MoreActions plugin={plugin} /> : null}
        </>
      ) : (
        <p className="hf-plugin-note">
          Installing, upgrading and uninstalling concern every organisation: that is for superadmins.
        </p>
      )}
    </div>
  );
}

function MoreActions({ plugin: { name, display_name, generation } }: { readonly plugin: PluginSummary }) {
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="default" size={34} aria-label={`More for ${display_name}`}>
          <Icon name="ellipsis" size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {generation ? (
          <Menu.Item
            component={Link}
            to={toPlanHref({ step: 'roll_back', plugin: name })}
            leftSection={<Icon name="rotate-ccw" size={15} />}
          >
            Roll back
          </Menu.Item>
        ) : null}
        <Menu.Item
          component={Link}
          to={`/admin/plugins?archive=${name}`}
          leftSection={<Icon name="upload" size={15} />}
        >
          Upgrade from an archive
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          color="red"
          component={Link}
          to={toPlanHref({ step: 'uninstall', plugin: name, data: 'keep' })}
          leftSection={<Icon name="trash-2" size={15} />}
        >
          Uninstall
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
