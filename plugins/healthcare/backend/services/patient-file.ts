import type { PatientRow } from '../schemas/patient-list.ts';
import { type CsvColumn, toCsvFile } from './csv-file.ts';

/** What leaves the platform in a file: nothing that identifies beyond name, id and date of birth. */
const columns: readonly CsvColumn<PatientRow>[] = [
  { header: 'patient_id', value: (row) => row.patient_id },
  { header: 'name', value: (row) => row.display_name },
  { header: 'birth_date', value: (row) => row.birth_date },
  { header: 'age', value: (row) => row.age },
  { header: 'sex', value: (row) => row.sex },
  { header: 'city', value: (row) => row.city },
  { header: 'state', value: (row) => row.state },
  { header: 'deceased', value: (row) => row.is_deceased },
  { header: 'clinician', value: (row) => row.primary_provider_name },
  { header: 'last_encounter_at', value: (row) => row.last_encounter_at },
  { header: 'encounters_last_12_months', value: (row) => row.encounters_last_12_months },
  { header: 'active_conditions', value: (row) => row.active_condition_count },
  { header: 'chronic_conditions', value: (row) => row.chronic_condition_count },
  { header: 'total_cost', value: (row) => row.total_cost },
  { header: 'risk', value: (row) => row.risk_band },
  { header: 'follow_up', value: (row) => row.follow_up !== null },
  { header: 'follow_up_reason', value: (row) => row.follow_up?.reason ?? null },
];

export function toPatientFile(rows: readonly PatientRow[]): string {
  return toCsvFile(columns, rows);
}
