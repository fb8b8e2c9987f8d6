import { formatDate, formatMoney } from '@honeyframe/sdk/ui';
import { type Column, numberColumn } from '@honeyframe/sdk/ui/table';
import type { PatientRow } from '../../../backend/schemas/patient-list.ts';
import styles from '../healthcare.module.css';
import { toShortId } from '../words.ts';
import { FollowUpMark } from './follow-up-mark.tsx';
import { RiskBadge } from './risk-badge.tsx';

export const patientColumns: readonly Column<PatientRow>[] = [
  {
    key: 'display_name',
    header: 'Name',
    sortable: true,
    cell: (row) => <PatientName patient={row} />,
  },
  {
    key: 'patient_id',
    header: 'ID',
    hideBelow: 1100,
    cell: (row) => <span className={styles.code}>{toShortId(row.patient_id)}</span>,
  },
  { key: 'age', header: 'Age', sortable: true, cell: toAge },
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
  numberColumn('encounters_last_12_months', 'Visits, year', { sortable: true, hideBelow: 1300 }),
  {
    key: 'last_encounter_at',
    header: 'Last seen',
    sortable: true,
    hideBelow: 700,
    cell: (row) => <span className={styles.oneLine}>{formatDate(row.last_encounter_at)}</span>,
  },
  {
    key: 'primary_provider_name',
    header: 'Clinician',
    hideBelow: 1300,
    cell: (row) => <span className={styles.clinician}>{row.primary_provider_name}</span>,
  },
  {
    key: 'total_cost',
    header: 'Cost',
    sortable: true,
    align: 'right',
    hideBelow: 1100,
    cell: (row) => formatMoney(Math.round(row.total_cost)).replace(/\.00$/, ''),
  },
];

function PatientName({ patient }: { readonly patient: PatientRow }) {
  return (
    <span className={styles.personName}>
      {patient.display_name}
      {patient.follow_up ? <FollowUpMark followUp={patient.follow_up} /> : null}
      {patient.is_deceased ? <span className={styles.deceased}>Deceased</span> : null}
    </span>
  );
}

/** `74 M`, as it is said on a ward. */
function toAge({ age, sex }: PatientRow): string {
  return `${age} ${sex.charAt(0).toUpperCase()}`;
}

function ConditionCount({ patient }: { readonly patient: PatientRow }) {
  const { active_condition_count, chronic_condition_count } = patient;
  const others = active_condition_count - chronic_condition_count;
  if (chronic_condition_count === 0) return others > 0 ? `${others} open` : null;
  return (
    <span className={styles.oneLine}>
      {chronic_condition_count} chronic
      {others > 0 ? <span className={styles.quiet}>, {others} more</span> : null}
    </span>
  );
}
