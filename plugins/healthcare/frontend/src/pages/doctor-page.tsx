import {
  ApiError,
  usePageParams,
  usePluginHref,
  usePluginTables,
  useSearchState,
} from '@honeyframe/sdk/frontend';
import {
  Card,
  EmptyState,
  ErrorState,
  formatCount,
  formatDate,
  formatMonth,
  formatNumber,
  Kpi,
  KpiRow,
  Page,
  PreparingState,
  Skeleton,
} from '@honeyframe/sdk/ui';
import { BarChart, DonutChart } from '@honeyframe/sdk/ui/charts';
import { type Column, DataTable, dateColumn, numberColumn } from '@honeyframe/sdk/ui/table';
import type { DoctorPatient, DoctorPatientPage, DoctorRecord } from '../../../backend/schemas/doctors.ts';
import { RiskBadge } from '../components/risk-badge.tsx';
import styles from '../healthcare.module.css';
import { usePagedRows } from '../use-paged-rows.ts';
import { capitalise, toClassName, toPlace } from '../words.ts';

/** One clinician: workload and patients. */
export default function DoctorPage() {
  const { id = '' } = usePageParams();
  const back = { label: 'Doctors', to: usePluginHref()('/doctors') };
  const path = `/doctors/${encodeURIComponent(id)}`;
  const { data, error, preparing, retry } = usePluginTables<DoctorRecord>(path);
  if (!data) {
    return (
      <Page title="Doctor" back={back}>
        {preparing ? <PreparingState /> : null}
        {error ? <DoctorFailure error={error} onRetry={retry} /> : null}
        {!error && !preparing ? (
          <Skeleton height={360} radius="lg" role="status" aria-label="Loading" />
        ) : null}
      </Page>
    );
  }
  const { doctor } = data;
  const line = [doctor.speciality, doctor.organization_name, toPlace(doctor.city, doctor.state)];
  return (
    <Page
      title={doctor.name}
      back={back}
      description={line.filter(Boolean).join(' · ')}
      dataAsOf={data.data_as_of}
    >
      <Figures record={data} />
      <Workload record={data} />
      <Patients path={`${path}/patients`} />
    </Page>
  );
}

function DoctorFailure({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  if (error instanceof ApiError && error.code === 'HF_CORE_NOT_FOUND')
    return <EmptyState icon="stethoscope" size="page" title="There is no doctor with this ID" />;
  return <ErrorState error={error} title="The doctor could not be opened" onRetry={onRetry} size="page" />;
}

function Figures({ record: { doctor, workload } }: { readonly record: DoctorRecord }) {
  const perMonth = doctor.encounters_last_12_months / 12;
  const busiest = workload.toSorted((a, b) => b.encounter_count - a.encounter_count)[0];
  return (
    <KpiRow>
      <Kpi
        label="Patients"
        icon="users"
        value={formatNumber(doctor.patient_count)}
        hint="seen at least once"
      />
      <Kpi
        label="Visits, 12 months"
        icon="calendar"
        value={formatNumber(doctor.encounters_last_12_months)}
        hint={`${formatNumber(perMonth, { maximumFractionDigits: 1 })} a month`}
      />
      <Kpi
        label="Busiest month"
        icon="trending-up"
        value={formatNumber(busiest?.encounter_count ?? 0)}
        hint={busiest && busiest.encounter_count > 0 ? formatMonth(busiest.month) : 'of the last 24'}
      />
      <Kpi
        label="Visits, all"
        icon="activity"
        value={formatNumber(doctor.encounter_count)}
        hint={`last on ${formatDate(doctor.last_encounter_at)}`}
      />
    </KpiRow>
  );
}

function Workload({ record: { workload, by_class } }: { readonly record: DoctorRecord }) {
  return (
    <div className={styles.columns}>
      <Card title="Workload" description="Visits a month, the last 24 months of the data">
        <BarChart
          label="Visits a month"
          height={230}
          data={workload}
          x="month"
          formatX={(month) => formatMonth(month)}
          series={[{ key: 'encounter_count', name: 'Visits' }]}
        />
      </Card>
      <Card title="Visits by kind">
        <DonutChart
          label="Visits by kind"
          height={230}
          data={by_class.map((row) => ({
            name: toClassName(row.encounter_class),
            value: row.encounter_count,
          }))}
        />
      </Card>
    </div>
  );
}

const columns: readonly Column<DoctorPatient>[] = [
  { key: 'display_name', header: 'Patient' },
  {
    key: 'age',
    header: 'Age',
    align: 'right',
    width: 76,
    cell: (row) => (row.is_deceased ? `† ${row.age}` : row.age),
  },
  { key: 'sex', header: 'Sex', width: 90, hideBelow: 700, cell: (row) => capitalise(row.sex) },
  { key: 'risk_band', header: 'Risk', width: 110, cell: (row) => <RiskBadge patient={row} /> },
  numberColumn('encounter_count', 'Visits here', { width: 110 }),
  dateColumn('last_encounter_at', 'Last visit here', { hideBelow: 700 }),
];

function Patients({ path }: { readonly path: string }) {
  const [state, setState] = useSearchState({ page: '1' });
  const toHref = usePluginHref();
  const { data, table } = usePagedRows<DoctorPatientPage>(path, {
    page: state.page,
    pageSize: 15,
    onPage: (page) => setState({ page }),
  });
  return (
    <Card
      title="Patients"
      description={data ? `${formatCount(data.total, 'patient')}, the latest seen first` : undefined}
      padding="none"
    >
      <DataTable
        {...table}
        label="Patients of this doctor"
        columns={columns}
        rowKey={(row) => row.patient_id}
        rowHref={(row) => toHref(`/patients/${row.patient_id}`)}
        empty={<EmptyState icon="users" title="No patient has been seen yet" />}
      />
    </Card>
  );
}
