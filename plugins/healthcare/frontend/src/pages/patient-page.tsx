import {
  ApiError,
  usePageParams,
  usePluginHref,
  usePluginTables,
  useSearchState,
} from '@honeyframe/sdk/frontend';
import { EmptyState, ErrorState, formatDate, Page, PreparingState, Status, Tabs } from '@honeyframe/sdk/ui';
import type { ReactNode } from 'react';
import type { PatientRecord } from '../../../backend/schemas/patient-record.ts';
import { FollowUpButton } from '../components/follow-up-button.tsx';
import { FollowUpLine } from '../components/follow-up-line.tsx';
import { toLastList } from '../components/last-list.ts';
import { PatientSkeleton } from '../components/patient-skeleton.tsx';
import { RiskBadge } from '../components/risk-badge.tsx';
import styles from '../healthcare.module.css';
import { AccessTab } from '../tabs/access-tab.tsx';
import { ConditionsTab } from '../tabs/conditions-tab.tsx';
import { CostsTab } from '../tabs/costs-tab.tsx';
import { MedicationsTab } from '../tabs/medications-tab.tsx';
import { NotesTab } from '../tabs/notes-tab.tsx';
import { ObservationsTab } from '../tabs/observations-tab.tsx';
import { OverviewTab } from '../tabs/overview-tab.tsx';
import { TimelineTab } from '../tabs/timeline-tab.tsx';
import { capitalise, toShortId } from '../words.ts';

/** One patient, from all sides. */
export default function PatientPage() {
  const { id = '' } = usePageParams();
  const back = { label: 'Patients', to: usePluginHref()(toLastList()) };
  const { data, error, preparing, retry } = usePluginTables<PatientRecord>(
    `/patients/${encodeURIComponent(id)}`,
  );
  if (data) return <PatientFrame record={data} back={back} />;
  return (
    <Page title="Patient" back={back}>
      {preparing ? <PreparingState /> : null}
      {error ? <PatientFailure error={error} onRetry={retry} /> : null}
      {!error && !preparing ? <PatientSkeleton /> : null}
    </Page>
  );
}

function PatientFailure({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  if (error instanceof ApiError && error.code === 'HF_CORE_NOT_FOUND') {
    return (
      <EmptyState icon="user" size="page" title="There is no patient with this ID">
        <p>The link may be old, or the patient belongs to another organisation.</p>
      </EmptyState>
    );
  }
  return <ErrorState error={error} title="The patient could not be opened" onRetry={onRetry} size="page" />;
}

interface PatientFrameProps {
  readonly record: PatientRecord;
  readonly back: { readonly label: string; readonly to: string };
}

function PatientFrame({ record, back }: PatientFrameProps) {
  const { patient, follow_up, data_as_of } = record;
  return (
    <Page
      title={patient.display_name}
      back={back}
      dataAsOf={data_as_of}
      badge={
        <>
          <RiskBadge patient={patient} long />
          {patient.is_deceased ? (
            <Status tone="neutral">Died {formatDate(patient.deceased_on)}</Status>
          ) : null}
        </>
      }
      description={<PatientLine record={record} />}
      actions={<FollowUpButton patientId={patient.patient_id} followUp={follow_up} />}
    >
      <PatientTabs record={record} />
    </Page>
  );
}

function PatientLine({ record: { patient, follow_up } }: { readonly record: PatientRecord }) {
  const age = patient.is_deceased ? `lived ${patient.age} years` : `${patient.age} years`;
  const parts = [age, patient.sex, `born ${formatDate(patient.birth_date)}`, patient.payer_name].filter(
    Boolean,
  );
  return (
    <>
      <span className={styles.patientLine}>
        <span className={styles.shortId}>{toShortId(patient.patient_id)}</span>
        {capitalise(parts.join(' · '))}
      </span>
      {follow_up ? <FollowUpLine followUp={follow_up} /> : null}
    </>
  );
}

interface PatientTab {
  readonly value: string;
  readonly label: string;
  readonly count?: (record: PatientRecord) => number;
  readonly draw: (record: PatientRecord) => ReactNode;
}

const tabs: readonly PatientTab[] = [
  { value: 'overview', label: 'Overview', draw: (record) => <OverviewTab record={record} /> },
  { value: 'timeline', label: 'Timeline', draw: ({ patient }) => <TimelineTab id={patient.patient_id} /> },
  {
    value: 'conditions',
    label: 'Conditions',
    count: ({ patient }) => patient.active_condition_count,
    draw: ({ patient }) => <ConditionsTab id={patient.patient_id} />,
  },
  {
    value: 'medications',
    label: 'Medications',
    count: ({ patient }) => patient.active_medication_count,
    draw: ({ patient }) => <MedicationsTab id={patient.patient_id} />,
  },
  {
    value: 'observations',
    label: 'Observations',
    draw: ({ patient }) => <ObservationsTab id={patient.patient_id} />,
  },
  { value: 'costs', label: 'Costs', draw: ({ patient }) => <CostsTab patient={patient} /> },
  {
    value: 'notes',
    label: 'Notes',
    count: ({ note_count }) => note_count,
    draw: ({ patient }) => <NotesTab id={patient.patient_id} />,
  },
  { value: 'access', label: 'Access', draw: ({ patient }) => <AccessTab id={patient.patient_id} /> },
];

function PatientTabs({ record }: { readonly record: PatientRecord }) {
  const [state, setState] = useSearchState({ tab: 'overview' });
  const open = tabs.some(({ value }) => value === state.tab) ? state.tab : 'overview';
  return (
    <Tabs value={open} onChange={(tab) => setState({ tab: tab ?? 'overview' })} keepMounted={false}>
      <Tabs.List mb="md">
        {tabs.map(({ value, label, count }) => (
          <Tabs.Tab key={value} value={value} rightSection={<TabCount count={count?.(record) ?? 0} />}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ value, draw }) => (
        <Tabs.Panel key={value} value={value}>
          {value === open ? draw(record) : null}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function TabCount({ count }: { readonly count: number }) {
  return count > 0 ? <span className={styles.tabCount}>{count}</span> : null;
}
