import { formatDate, formatMoney, formatNumber, Text } from '@honeyframe/sdk/ui';
import type { Column } from '@honeyframe/sdk/ui/table';
import type { PatientRow } from '../../../backend/schemas/patient-list.ts';
import styles from '../healthcare.module.css';
import { capitalise, toShortId } from '../words.ts';
import { FollowUpMark } from './follow-up-mark.tsx';
import { RiskBadge } from './risk-badge.tsx';

export const patientColumns: readonly Column<PatientRow>[] = [
  {
    key: 'display_name',
    header: 'Name',
    sortable: true,
    cell: (row) => <PatientName patient={row} />,
  },
  { key: 'age', header: 'Age', sortable: true, align: 'right', width: 76, cell: toAge },
  { key: 'sex', header: 'Sex', width: 84, hideBelow: 700, cell: (row) => capitalise(row.sex) },
  { key: 'city', header: 'City', sortable: true, hideBelow: 1100 },
  {
    key: 'risk_score',
    header: 'Risk',
    sortable: true,
    width: 110,
    cell: (row) => <RiskBadge patient={row} />,
  },
  {
    key: 'active_condition_count',
    header: 'Conditions',
    sortable: true,
    hideBelow: 700,
    cell: (row) => <ConditionCount patient={row} />,
  },
  {
    key: 'encounters_last_12_months',
    header: 'Visits, 12 months',
    sortable: true,
    align: 'right',
    hideBelow: 1300,
  },
  {
    key: 'last_encounter_at',
    header: 'Last seen',
    sortable: true,
    hideBelow: 700,
    cell: (row) => formatDate(row.last_encounter_at),
  },
  { key: 'primary_provider_name', header: 'Clinician', hideBelow: 1300 },
  {
    key: 'total_cost',
    header: 'Cost, total',
    sortable: true,
    align: 'right',
    hideBelow: 1100,
    cell: (row) => formatMoney(Math.round(row.total_cost)).replace(/\.00$/, ''),
  },
];

function PatientName({ patient }: { readonly patient: PatientRow }) {
  return (
    <span className={styles.person}>
      <span className={styles.personName}>
        {patient.display_name}
        {patient.follow_up ? <FollowUpMark followUp={patient.follow_up} /> : null}
        {patient.is_deceased ? <span className={styles.deceased}>Deceased</span> : null}
      </span>
      <span className={styles.shortId}>{toShortId(patient.patient_id)}</span>
    </span>
  );
}

function toAge(row: PatientRow): string {
  return row.is_deceased ? `† ${row.age}` : String(row.age);
}

function ConditionCount({ patient }: { readonly patient: PatientRow }) {
  const { active_condition_count, chronic_condition_count } = patient;
  if (active_condition_count === 0) return null;
  return (
    <>
      {formatNumber(active_condition_count)} open
      {chronic_condition_count > 0 ? (
        <Text span size="sm" c="dimmed">{`, ${chronic_condition_count} chronic`}</Text>
      ) : null}
    </>
  );
}
