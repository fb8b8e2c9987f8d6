import { PluginLink, usePluginTables, useSearchState } from '@honeyframe/sdk/frontend';
import {
  Anchor,
  Card,
  EmptyState,
  ErrorState,
  formatMoney,
  formatPercent,
  Kpi,
  KpiRow,
  Skeleton,
} from '@honeyframe/sdk/ui';
import { DonutChart } from '@honeyframe/sdk/ui/charts';
import { type Column, DataTable, dateColumn, moneyColumn } from '@honeyframe/sdk/ui/table';
import type {
  Encounter,
  EncounterPage,
  PatientCosts,
  PatientDemographics,
} from '../../../backend/schemas/patient-record.ts';
import { CostsByYear } from '../components/costs-by-year.tsx';
import styles from '../healthcare.module.css';
import { usePagedRows } from '../use-paged-rows.ts';
import { toClassName } from '../words.ts';

/** What care cost, who paid, and each visit with its price. */
export function CostsTab({ patient }: { readonly patient: PatientDemographics }) {
  const path = `/patients/${encodeURIComponent(patient.patient_id)}`;
  const { data, error, retry } = usePluginTables<PatientCosts>(`${path}/costs`);
  return (
    <div className={styles.stack}>
      <CostFigures patient={patient} />
      {error ? <ErrorState error={error} onRetry={retry} /> : null}
      {error ? null : (
        <div className={styles.columns}>
          <Card title="Costs by year">
            {data ? <CostsByYear years={data.by_year} height={240} /> : <Skeleton height={240} />}
          </Card>
          <Card title="Visits by kind">
            <DonutChart
              label="Cost of visits by kind"
              height={220}
              data={toSlices(data)}
              format={formatMoney}
            />
          </Card>
        </div>
      )}
      <Encounters path={`${path}/encounters`} />
    </div>
  );
}

const MAX_SLICES = 5;

function toSlices(data: PatientCosts | undefined) {
  if (!data) return undefined;
  const slices = data.by_class.map((row) => ({
    name: toClassName(row.encounter_class),
    value: row.total_cost,
  }));
  if (slices.length <= MAX_SLICES) return slices;
  const rest = slices.slice(MAX_SLICES - 1).reduce((sum, { value }) => sum + value, 0);
  return [...slices.slice(0, MAX_SLICES - 1), { name: 'Other', value: rest }];
}

function CostFigures({ patient }: { readonly patient: PatientDemographics }) {
  const { total_cost, payer_coverage, encounter_cost, medication_cost } = patient;
  const share = total_cost > 0 ? payer_coverage / total_cost : null;
  return (
    <KpiRow>
      <Kpi label="Total" value={formatMoney(total_cost)} hint="Visits and medications" />
      <Kpi label="Visits" value={formatMoney(encounter_cost)} hint="Procedures included" />
      <Kpi label="Medications" value={formatMoney(medication_cost)} />
      <Kpi
        label="Paid by insurers"
        value={formatMoney(payer_coverage)}
        hint={`${formatPercent(share)} of the total`}
      />
      <Kpi label="Left to the patient" value={formatMoney(total_cost - payer_coverage)} />
    </KpiRow>
  );
}

const columns: readonly Column<Encounter>[] = [
  dateColumn('started_at', 'Date', { width: 130 }),
  { key: 'encounter_class', header: 'Kind', width: 140, cell: (row) => toClassName(row.encounter_class) },
  { key: 'title', header: 'Visit', hideBelow: 700, cell: (row) => row.reason ?? row.title },
  {
    key: 'provider_name',
    header: 'Clinician',
    hideBelow: 1100,
    cell: (row) =>
      row.provider_id ? (
        <Anchor component={PluginLink} to={`/doctors/${row.provider_id}`} size="sm">
          {row.provider_name}
        </Anchor>
      ) : null,
  },
  { key: 'payer_name', header: 'Insurer', hideBelow: 1300 },
  moneyColumn('total_cost', 'Billed'),
  moneyColumn('payer_coverage', 'Insurer paid'),
];

function Encounters({ path }: { readonly path: string }) {
  const [state, setState] = useSearchState({ visits: '1' });
  const { table } = usePagedRows<EncounterPage>(path, {
    page: state.visits,
    pageSize: 15,
    onPage: (visits) => setState({ visits }),
  });
  return (
    <Card title="Visits" padding="none">
      <DataTable
        {...table}
        label="Visits"
        columns={columns}
        rowKey={(row) => row.encounter_id}
        empty={<EmptyState icon="calendar" title="No visit is recorded" />}
      />
    </Card>
  );
}
