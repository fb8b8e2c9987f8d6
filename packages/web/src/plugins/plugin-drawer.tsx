import type { PluginSummary } from '@honeyframe/contract/api';
import { Anchor, Drawer, Tabs } from '@honeyframe/sdk/ui';
import { Link } from 'react-router';
import { RouteReport } from '../permissions/route-report.tsx';
import { DiagnosticList } from './diagnostic-list.tsx';
import { PluginActions } from './plugin-actions.tsx';
import { PluginHistory } from './plugin-history.tsx';
import { PluginOverview } from './plugin-overview.tsx';
import { PluginPermissions } from './plugin-permissions.tsx';
import { PluginStatus } from './plugin-status.tsx';

interface PluginDrawerProps {
  readonly plugin: PluginSummary | undefined;
  /** Empty: the first one. */
  readonly tab: string;
  readonly onTab: (tab: string) => void;
  readonly onClose: () => void;
}

/** All that is known of one plugin, and what can be done with it. */
export function PluginDrawer({ plugin, tab, onTab, onClose }: PluginDrawerProps) {
  return (
    <Drawer
      opened={plugin !== undefined}
      onClose={onClose}
      position="right"
      size={720}
      title={plugin && <Heading plugin={plugin} />}
    >
      {plugin ? <Details plugin={plugin} tab={tab} onTab={onTab} /> : null}
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

interface DetailsProps {
  readonly plugin: PluginSummary;
  readonly tab: string;
  readonly onTab: (tab: string) => void;
}

function Details({ plugin, tab, onTab }: DetailsProps) {
  const counts = plugin.state !== 'shadowed';
  const findings = plugin.diagnostics.length;
  return (
    <div className="hf-drawer-tabs">
      {counts ? <PluginActions plugin={plugin} /> : null}
      <Tabs
        value={tab || (plugin.errors.length > 0 ? 'findings' : 'overview')}
        onChange={(chosen) => onTab(chosen ?? '')}
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="overview">Overview</Tabs.Tab>
          {plugin.generation ? <Tabs.Tab value="routes">Routes</Tabs.Tab> : null}
          <Tabs.Tab value="permissions">Permissions</Tabs.Tab>
          {counts ? <Tabs.Tab value="history">History</Tabs.Tab> : null}
          <Tabs.Tab value="findings">{findings > 0 ? `Findings (${findings})` : 'Findings'}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="overview" pt="lg">
          <PluginOverview plugin={plugin} />
        </Tabs.Panel>
        <Tabs.Panel value="routes" pt="lg">
          <p className="hf-drawer-lead">
            Who can use what in this organisation.{' '}
            <Anchor component={Link} fz="inherit" to={`/admin/plugins/${plugin.name}/access`}>
              As a page
            </Anchor>
          </p>
          <RouteReport slug={plugin.name} />
        </Tabs.Panel>
        <Tabs.Panel value="permissions" pt="lg">
          <PluginPermissions plugin={plugin} />
        </Tabs.Panel>
        <Tabs.Panel value="history" pt="lg">
          <div className="hf-drawer-body">
            <PluginHistory slug={plugin.name} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="findings" pt="lg">
          {findings > 0 ? (
            <DiagnosticList diagnostics={plugin.diagnostics} />
          ) : (
            <p className="hf-drawer-lead">Nothing is wrong with its files.</p>
          )}
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
