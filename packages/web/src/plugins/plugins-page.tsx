import type { PluginSummary } from '@honeyframe/contract/api';
import { useSearchState, useSession } from '@honeyframe/sdk/frontend';
import { Button, EmptyState, Icon, Page, Switch } from '@honeyframe/sdk/ui';
import { type Column, DataTable } from '@honeyframe/sdk/ui/table';
import { useMemo } from 'react';
import { EnabledSwitch } from './enabled-switch.tsx';
import { InstallDialog } from './install/install-dialog.tsx';
import { KeptData } from './kept-data.tsx';
import { OrphansCard } from './orphans-card.tsx';
import { PluginDrawer } from './plugin-drawer.tsx';
import { PluginStatus } from './plugin-status.tsx';
import { hasProblems, isInstalled, isSwitchable, sourceWords } from './plugin-words.ts';
import { usePluginsQuery } from './use-plugins-query.ts';

const defaults = { search: '', problems: '', plugin: '', tab: '', dialog: '', archive: '' };

/** Every plugin that was found or installed, whatever became of it. */
export function PluginsPage() {
  const { data, error, refetch } = usePluginsQuery();
  const { user } = useSession();
  const [state, setState] = useSearchState(defaults);
  const { search, problems, plugin, tab, dialog, archive } = state;
  const shown = useMemo(() => filterPlugins(data, search, problems !== ''), [data, search, problems]);
  const count = data?.filter(hasProblems).length ?? 0;
  const opened = data?.find((each) => toKey(each) === plugin);
  return (
    <Page
      title="Plugins"
      description="Each plugin brings pages, figures, tables and permissions for one domain. Their code runs inside the platform’s own process: add only plugins that you trust."
      actions={
        user.is_superadmin ? (
          <Button
            leftSection={<Icon name="plus" size={15} />}
            onClick={() => setState({ dialog: 'install' })}
          >
            Install
          </Button>
        ) : null
      }
    >
      <DataTable
        label="Plugins"
        columns={columns}
        rows={shown}
        rowKey={toKey}
        onRowClick={(row) => setState({ plugin: toKey(row), tab: '' })}
        error={error}
        onRetry={() => void refetch()}
        search={{
          value: search,
          onChange: (text) => setState({ search: text }),
          placeholder: 'Search plugins',
        }}
        filters={
          <Switch
            label={count > 0 ? `Problems only (${count})` : 'Problems only'}
            checked={problems !== ''}
            onChange={(event) => setState({ problems: event.currentTarget.checked ? 'yes' : '' })}
          />
        }
        empty={<NoPlugins filtered={search !== '' || problems !== ''} />}
      />
      <PluginDrawer
        plugin={opened}
        tab={tab}
        onTab={(chosen) => setState({ tab: chosen })}
        onClose={() => setState({ plugin: '', tab: '' })}
      />
      <KeptData plugins={data ?? []} />
      {user.is_superadmin ? <OrphansCard /> : null}
      {(dialog === 'install' || archive) && user.is_superadmin && data ? (
        <InstallDialog
          plugins={data}
          upgraded={data.find((each) => each.name === archive && isInstalled(each))}
          onClose={() => setState({ dialog: '', archive: '' })}
        />
      ) : null}
    </Page>
  );
}

// Two folders may carry the same name, one hiding the other.
function toKey(plugin: PluginSummary): string {
  return plugin.state === 'shadowed' ? `${plugin.name} ${plugin.source}` : plugin.name;
}

function filterPlugins(plugins: readonly PluginSummary[] | undefined, search: string, problems: boolean) {
  const words = search.toLowerCase();
  return plugins?.filter((plugin) => {
    // Only its data is left: that has a place of its own on the page.
    if (plugin.state === 'uninstalled') return false;
    const text = `${plugin.name} ${plugin.display_name} ${plugin.description}`.toLowerCase();
    return text.includes(words) && (!problems || hasProblems(plugin));
  });
}

const columns: Column<PluginSummary>[] = [
  { key: 'display_name', header: 'Plugin', sortable: true, cell: (plugin) => <PluginName plugin={plugin} /> },
  {
    key: 'state',
    header: 'State',
    sortable: true,
    width: 140,
    cell: (plugin) => <PluginStatus plugin={plugin} />,
  },
  {
    key: 'version',
    header: 'Version',
    width: 130,
    hideBelow: 700,
    cell: (plugin) => <Version plugin={plugin} />,
  },
  { key: 'source', header: 'Origin', width: 190, hideBelow: 1100, cell: ({ source }) => sourceWords[source] },
  {
    key: 'enabled',
    header: 'Enabled',
    width: 100,
    cell: (plugin) => (isSwitchable(plugin) ? <EnabledSwitch plugin={plugin} /> : null),
  },
  {
    key: 'diagnostics',
    header: 'Findings',
    width: 120,
    hideBelow: 700,
    cell: (plugin) => <Findings plugin={plugin} />,
  },
];

function PluginName({ plugin }: { readonly plugin: PluginSummary }) {
  return (
    <>
      {plugin.display_name}
      {plugin.description ? <span className="hf-sub hf-plugin-about">{plugin.description}</span> : null}
    </>
  );
}

function Version({ plugin: { version, update } }: { readonly plugin: PluginSummary }) {
  if (!version) return null;
  return (
    <>
      {version}
      {update && !update.held ? (
        <span className="hf-sub">
          <span className="hf-update">
            <Icon name="arrow-up" size={12} />
            {update.version === version ? 'Edited' : update.version}
          </span>
        </span>
      ) : null}
    </>
  );
}

function Findings({ plugin }: { readonly plugin: PluginSummary }) {
  const errors = plugin.diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = plugin.diagnostics.filter(({ severity }) => severity === 'warning').length;
  if (errors + warnings === 0) return null;
  return (
    <span className="hf-findings">
      {errors > 0 ? <span className="hf-bad">{errors === 1 ? '1 error' : `${errors} errors`}</span> : null}
      {warnings > 0 ? (
        <span className="hf-warn">{warnings === 1 ? '1 warning' : `${warnings} warnings`}</span>
      ) : null}
    </span>
  );
}

function NoPlugins({ filtered }: { readonly filtered: boolean }) {
  if (filtered) return <EmptyState icon="circle-check" tone="good" title="No plugin fits these filters" />;
  return (
    <EmptyState icon="puzzle" title="No plugins yet">
      <p>
        Drop a folder with a <code className="hf-code">plugin.yaml</code> into the plugins folder, or install
        a .tgz.
      </p>
    </EmptyState>
  );
}
