import { usePluginHref, usePluginUrl, useSearchState } from '@honeyframe/sdk/frontend';
import { Button, EmptyState, formatCount, Icon, Page, PreparingState } from '@honeyframe/sdk/ui';
import { DataTable, formatSort, parseSort } from '@honeyframe/sdk/ui/table';
import type { PatientPage } from '../../../backend/schemas/patient-list.ts';
import { useRememberList } from '../components/last-list.ts';
import { patientColumns } from '../components/patient-columns.tsx';
import { PatientFilterBar } from '../components/patient-filter-bar.tsx';
import { emptyFilters, isFiltered, toQuery } from '../components/patient-filters.ts';
import { usePagedRows } from '../use-paged-rows.ts';

const defaults = { ...emptyFilters, sort: 'display_name', page: '1' };

/** Everybody in care: search, filter, sort, open. */
export default function PatientsPage() {
  useRememberList();
  const [state, setState] = useSearchState(defaults);
  const toHref = usePluginHref();
  const query = { ...toQuery(state), sort: state.sort };
  const { data, preparing, table } = usePagedRows<PatientPage>('/patients', {
    query,
    page: state.page,
    pageSize: 25,
    onPage: (page) => setState({ page }),
  });
  if (preparing) return <PreparingPatients />;
  return (
    <Page
      title="Patients"
      description={data ? describe(data.total, isFiltered(state)) : 'Search, filter, open.'}
      dataAsOf={data?.data_as_of}
      actions={<ExportButton query={query} />}
    >
      <DataTable
        {...table}
        label="Patients"
        columns={patientColumns}
        rowKey={(row) => row.patient_id}
        rowHref={(row) => toHref(`/patients/${row.patient_id}`)}
        sort={parseSort(state.sort)}
        onSort={(sort) => setState({ sort: formatSort(sort), page: '1' })}
        search={{
          value: state.search,
          onChange: (search) => setState({ search, page: '1' }),
          placeholder: 'Name or ID',
        }}
        filters={
          <PatientFilterBar
            values={state}
            onChange={(change) => setState({ ...change, page: '1' })}
            onClear={() => setState({ ...emptyFilters, page: '1' })}
          />
        }
        empty={
          <NoPatients filtered={isFiltered(state)} onClear={() => setState({ ...emptyFilters, page: '1' })} />
        }
      />
    </Page>
  );
}

function describe(total: number, filtered: boolean): string {
  const patients = formatCount(total, 'patient');
  return filtered ? `${patients} found.` : patients;
}

function PreparingPatients() {
  return (
    <Page title="Patients" description="Search, filter, open.">
      <PreparingState />
    </Page>
  );
}

function ExportButton({ query }: { readonly query: Readonly<Record<string, string>> }) {
  const toUrl = usePluginUrl();
  return (
    <Button
      component="a"
      href={toUrl('/patients/export', query)}
      download
      variant="default"
      leftSection={<Icon name="download" size={14} />}
    >
      Export
    </Button>
  );
}

function NoPatients({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  if (!filtered) {
    return (
      <EmptyState icon="users" title="No patients yet">
        <p>Patients appear here when data in Synthea’s layout has been imported and built.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon="search"
      title="No patient fits"
      action={
        <Button variant="default" onClick={onClear}>
          Clear search and filters
        </Button>
      }
    >
      <p>Try fewer words, or take a filter away.</p>
    </EmptyState>
  );
}
