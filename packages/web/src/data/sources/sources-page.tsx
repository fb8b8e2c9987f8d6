import { useSearchState } from '@honeyframe/sdk/frontend';
import {
  Button,
  EmptyState,
  formatDateTime,
  formatNumber,
  formatRelative,
  Icon,
  Page,
  Status,
  Tooltip,
} from '@honeyframe/sdk/ui';
import { type Column, DataTable } from '@honeyframe/sdk/ui/table';
import { useQuery } from '@tanstack/react-query';
import { connectorsClient } from '../../api/clients.ts';
import { usePluginName } from '../../shell/use-plugin-name.ts';
import { ImportDialog } from './import-dialog.tsx';

type Source = Awaited<ReturnType<typeof connectorsClient.list>>['sources'][number];

/** Where data comes from, and when it last came. */
export function SourcesPage() {
  const { data, error, refetch } = useQuery({
    queryKey: ['connectors'],
    queryFn: ({ signal }) => connectorsClient.list({ signal }),
  });
  const [{ import: target }, setDialog] = useSearchState({ import: '' });
  const nameOf = usePluginName();
  const open = (schema: string) => setDialog({ import: schema });
  return (
    <Page
      title="Data sources"
      description="Data as it arrived, before a build turns it into tables. An import replaces a source’s tables as a whole."
      actions={
        <Button leftSection={<Icon name="upload" size={14} />} onClick={() => open('new')}>
          Import files
        </Button>
      }
    >
      <DataTable
        label="Data sources"
        columns={toColumns(open, nameOf)}
        rows={data?.sources}
        rowKey={(source) => source.schema}
        error={error}
        onRetry={() => void refetch()}
        empty={
          <EmptyState icon="database" title="No data has been imported yet">
            <p>Import CSV files, one for each table. Plugins that expect data name their sources here.</p>
          </EmptyState>
        }
      />
      {data && target ? (
        <ImportDialog
          schema={target === 'new' ? '' : target}
          known={data.sources.map(({ schema }) => schema)}
          onClose={() => open('')}
        />
      ) : null}
    </Page>
  );
}

function toColumns(onImport: (schema: string) => void, nameOf: (slug: string) => string): Column<Source>[] {
  return [
    { key: 'schema', header: 'Source', sortable: true, cell: ({ schema }) => <strong>{schema}</strong> },
    { key: 'declared_by', header: 'Read by', cell: ({ declared_by }) => declared_by.map(nameOf).join(', ') },
    {
      key: 'tables',
      header: 'Tables',
      width: 110,
      align: 'right',
      cell: ({ tables }) => formatNumber(tables),
    },
    {
      key: 'imported_at',
      header: 'Last import',
      width: 190,
      cell: ({ imported_at }) => <LastImport at={imported_at} />,
    },
    {
      key: 'actions',
      header: '',
      width: 110,
      align: 'right',
      cell: ({ schema }) => (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => onImport(schema)}
          aria-label={`Import files into ${schema}`}
        >
          Import
        </Button>
      ),
    },
  ];
}

function LastImport({ at }: { readonly at: string | null }) {
  if (!at) return <Status tone="warn">Waits for data</Status>;
  return (
    <Tooltip label={formatDateTime(at)}>
      <span>{formatRelative(at)}</span>
    </Tooltip>
  );
}
