import type { PluginSummary } from '@honeyframe/contract/api';
import { Anchor, Button, Drawer, Fields, formatDateTime, Group, Icon } from '@honeyframe/sdk/ui';
import { Link } from 'react-router';
import { DiagnosticList } from './diagnostic-list.tsx';
import { PluginParts } from './plugin-parts.tsx';
import { PluginStatus } from './plugin-status.tsx';
import { isWaiting, sourceWords, stateWords } from './plugin-words.ts';
import { Section } from './section.tsx';

interface PluginDrawerProps {
  readonly plugin: PluginSummary | undefined;
  readonly onClose: () => void;
}

/** All that is known of one plugin: what it brings, and every finding with its place. */
export function PluginDrawer({ plugin, onClose }: PluginDrawerProps) {
  return (
    <Drawer
      opened={plugin !== undefined}
      onClose={onClose}
      position="right"
      size={680}
      title={plugin && <Heading plugin={plugin} />}
    >
      {plugin ? <Details plugin={plugin} /> : null}
    </Drawer>
  );
}

function Heading({ plugin }: { readonly plugin: PluginSummary }) {
  return (
    <span className="hf-drawer-title">
      {plugin.display_name} <PluginStatus plugin={plugin} />
    </span>
  );
}

function Details({ plugin }: { readonly plugin: PluginSummary }) {
  return (
    <div className="hf-drawer-body">
      <p className="hf-drawer-lead">
        {plugin.description ? `${plugin.description} ` : null}
        {stateWords[plugin.state].explanation}
      </p>
      {plugin.diagnostics.length > 0 ? (
        <Section title="Findings">
          <DiagnosticList diagnostics={plugin.diagnostics} />
        </Section>
      ) : null}
      {isWaiting(plugin) ? <Waiting plugin={plugin} /> : null}
      {plugin.installed_at ? <Pages plugin={plugin} /> : null}
      <Section title="Facts">
        <Fields
          items={[
            { label: 'Name', value: <code className="hf-code">{plugin.name}</code> },
            { label: 'Version', value: plugin.version },
            { label: 'Origin', value: sourceWords[plugin.source] },
            { label: 'Installed', value: plugin.installed_at ? formatDateTime(plugin.installed_at) : 'No' },
            {
              label: 'Tables',
              value: plugin.dbt_workspace ? `Builds them from ${plugin.dbt_workspace}` : 'None',
            },
            {
              label: 'Runs in',
              value: plugin.isolation === 'inline' ? 'The platform’s process' : 'A process of its own',
            },
          ]}
        />
        <div className="hf-folder">
          <Icon name="folder" size={13} />
          <code>{plugin.folder}</code>
        </div>
      </Section>
      <PluginParts plugin={plugin} />
    </div>
  );
}

/** Pages of their own about this plugin. */
function Pages({ plugin: { name, has_settings } }: { readonly plugin: PluginSummary }) {
  return (
    <Group gap="xs">
      {has_settings ? (
        <Button
          component={Link}
          to={`/admin/plugins/${name}/settings`}
          variant="default"
          leftSection={<Icon name="settings" size={14} />}
        >
          Settings
        </Button>
      ) : null}
      <Button
        component={Link}
        to={`/admin/plugins/${name}/access`}
        variant="default"
        leftSection={<Icon name="shield-check" size={14} />}
      >
        Who can use it
      </Button>
    </Group>
  );
}

function Waiting({ plugin }: { readonly plugin: PluginSummary }) {
  const pending = plugin.permissions.filter(({ state }) => state === 'pending');
  return (
    <Section title="Waits for a decision">
      <ul className="hf-plain-list">
        {pending.map(({ name }) => (
          <li key={name}>
            It asks to use <code className="hf-code">{name}</code>, which belongs to the platform or to
            another plugin. Until that is approved under{' '}
            <Anchor component={Link} fz="inherit" to="/admin/permissions">
              Permissions
            </Anchor>
            , nobody gets in by it.
          </li>
        ))}
        {plugin.pending_removals.map(({ kind, name }) => (
          <li key={`${kind} ${name}`}>
            It no longer declares the {kind.replaceAll('_', ' ')} <code className="hf-code">{name}</code>.
            Nothing was removed.
          </li>
        ))}
      </ul>
    </Section>
  );
}
