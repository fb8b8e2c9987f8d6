import type { PluginSummary } from '@honeyframe/contract/api';
import { useSearchState } from '@honeyframe/sdk/frontend';
import { EmptyState, Page, Switch } from '@honeyframe/sdk/ui';
import { type Column, DataTable } from '@honeyframe/sdk/ui/table';
import { useMemo } from 'react';
import { PluginDrawer } from './plugin-drawer.tsx';
import { PluginStatus } from './plugin-status.tsx';
import { hasProblems, sourceWords } from './plugin-words.ts';
import { usePluginsQuery } from './use-plugins-query.ts';

/** Every plugin folder that was found, whatever became of it. */
export function PluginsPage() {
  const { data, error, refetch } = usePluginsQuery();
  const [filter, setFilter] = useSearchState({ search: '', problems: '', plugin: '' });
  const shown = useMemo(() => filterPlugins(data, filter.search, filter.problems !== ''), [data, filter]);
  const problems = data?.filter(hasProblems).length ?? 0;
  const opened = data?.find((plugin) => toKey(plugin) === filter.plugin);
  return (
    <Page
      title="Plugins"
      description="Each plugin brings pages, figures, tables and permissions for one domain. Their code runs inside the platform’s own process: add only plugins that you trust."
    >
      <DataTable
        label="Plugins"
        columns={columns}
        rows={shown}
        rowKey={toKey}
        onRowClick={(plugin) => setFilter({ plugin: toKey(plugin) })}
        error={error}
        onRetry={() => void refetch()}
        search={{
          value: filter.search,
          onChange: (search) => setFilter({ search }),
          placeholder: 'Search plugins',
        }}
        filters={
          <Switch
            label={problems > 0 ? `Problems only (${problems})` : 'Problems only'}
            checked={filter.problems !== ''}
            onChange={(event) => setFilter({ problems: event.currentTarget.checked ? 'yes' : '' })}
          />
        }
        empty={<NoPlugins filtered={filter.search !== '' || filter.problems !== ''} />}
      />
      <PluginDrawer plugin={opened} onClose={() => setFilter({ plugin: '' })} />
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
  { key: 'version', header: 'Version', width: 90, hideBelow: 1100 },
  { key: 'source', header: 'Origin', width: 180, hideBelow: 1100, cell: ({ source }) => sourceWords[source] },
  { key: 'router_count', header: 'Routers', width: 90, align: 'right', sortable: true },
  {
    key: 'pages',
    header: 'Pages',
    width: 80,
    align: 'right',
    value: ({ pages }) => pages.length,
    cell: ({ pages }) => pages.length,
  },
  {
    key: 'dbt_workspace',
    header: 'Tables',
    width: 110,
    hideBelow: 1100,
    cell: ({ dbt_workspace }) => (dbt_workspace ? 'Builds tables' : null),
  },
  { key: 'diagnostics', header: 'Findings', width: 120, cell: (plugin) => <Findings plugin={plugin} /> },
];

function PluginName({ plugin }: { readonly plugin: PluginSummary }) {
  return (
    <>
      {plugin.display_name}
      {plugin.description ? <span className="hf-sub">{plugin.description}</span> : null}
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
        Drop a folder with a <code className="hf-code">plugin.yaml</code> into the plugins folder and restart.
      </p>
    </EmptyState>
  );
}
