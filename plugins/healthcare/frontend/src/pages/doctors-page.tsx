import { usePluginHref, usePluginQuery, useSearchState } from '@honeyframe/sdk/frontend';
import { EmptyState, formatCount, formatNumber, Page, PreparingState, Select } from '@honeyframe/sdk/ui';
import {
  type Column,
  DataTable,
  dateColumn,
  formatSort,
  numberColumn,
  parseSort,
} from '@honeyframe/sdk/ui/table';
import type { Doctor, DoctorPage, SpecialityList } from '../../../backend/schemas/doctors.ts';
import styles from '../healthcare.module.css';
import { usePagedRows } from '../use-paged-rows.ts';

const defaults = { search: '', speciality: '', sort: '-encounters_last_12_months', page: '1' };

/** Clinicians, the busiest first. */
export default function DoctorsPage() {
  const [state, setState] = useSearchState(defaults);
  const toHref = usePluginHref();
  const { search, speciality, sort } = state;
  const { data, preparing, table } = usePagedRows<DoctorPage>('/doctors', {
    query: { search, speciality, sort },
    page: state.page,
    pageSize: 25,
    onPage: (page) => setState({ page }),
  });
  return (
    <Page
      title="Doctors"
      description={
        data
          ? `${formatCount(data.total, 'clinician')} with their workload.`
          : 'Clinicians with their workload.'
      }
      dataAsOf={data?.data_as_of}
    >
      {preparing ? (
        <PreparingState />
      ) : (
        <DataTable
          {...table}
          label="Doctors"
          columns={columns}
          rowKey={(row) => row.provider_id}
          rowHref={(row) => toHref(`/doctors/${row.provider_id}`)}
          sort={parseSort(sort)}
          onSort={(next) => setState({ sort: formatSort(next), page: '1' })}
          search={{
            value: search,
            onChange: (text) => setState({ search: text, page: '1' }),
            placeholder: 'Name or hospital',
          }}
          filters={
            <SpecialitySelect
              value={speciality}
              onChange={(next) => setState({ speciality: next, page: '1' })}
            />
          }
          empty={
            <EmptyState
              icon="stethoscope"
              title={search || speciality ? 'No doctor fits' : 'No doctors yet'}
            />
          }
        />
      )}
    </Page>
  );
}

function SpecialitySelect({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { data } = usePluginQuery<SpecialityList>('/doctors/specialities');
  const choices = (data?.rows ?? []).map((row) => ({
    value: row.speciality,
    label: `${row.speciality} (${row.doctor_count})`,
  }));
  return (
    <Select
      aria-label="Speciality"
      placeholder="Speciality"
      w={210}
      clearable
      searchable
      data={choices}
      value={value || null}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}

const columns: readonly Column<Doctor>[] = [
  { key: 'name', header: 'Name', sortable: true },
  {
    key: 'speciality',
    header: 'Speciality',
    sortable: true,
    cell: (row) => <span className={styles.oneLine}>{row.speciality}</span>,
  },
  { key: 'organization_name', header: 'Hospital or practice', sortable: true, hideBelow: 1100 },
  { key: 'city', header: 'City', hideBelow: 1300 },
  numberColumn('patient_count', 'Patients', { sortable: true }),
  {
    key: 'encounters_last_12_months',
    header: 'Visits, 12 months',
    sortable: true,
    align: 'right',
    cell: (row) => (
      <span className={row.encounters_last_12_months === 0 ? styles.quiet : undefined}>
        {formatNumber(row.encounters_last_12_months)}
      </span>
    ),
  },
  numberColumn('encounter_count', 'Visits, all', { sortable: true, hideBelow: 700 }),
  dateColumn('last_encounter_at', 'Last seen a patient', { sortable: true, hideBelow: 700 }),
];
