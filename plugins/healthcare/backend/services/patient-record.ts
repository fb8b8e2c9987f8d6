import { PlatformError, type RequestContext, type Warehouse } from '@honeyframe/sdk/backend';
import type { PatientDemographics, PatientRecord } from '../schemas/patient-record.ts';
import { countCareNotes } from './care-notes.ts';
import { readFollowUps } from './follow-ups.ts';

const COLUMNS = `patient_id, display_name, prefix, birth_date, age, sex, race, ethnicity, marital_status,
  address, city, county, state, zip, '***-**-' || ssn_last4 as ssn, deceased_on, is_deceased,
  primary_provider_id, primary_provider_name, payer_name, encounter_count, encounters_last_12_months,
  first_encounter_at, last_encounter_at, active_condition_count, chronic_condition_count,
  active_medication_count, encounter_cost, medication_cost, total_cost, payer_coverage, risk_score, risk_band`;

/** What stands at the top of a patient's page. Throws HF_CORE_NOT_FOUND. */
export async function readPatientRecord(
  { warehouse, db }: Pick<RequestContext, 'warehouse' | 'db'>,
  id: string,
): Promise<PatientRecord> {
  const [patient] = await warehouse.query<PatientDemographics>(
    `select ${COLUMNS} from healthcare.patients where patient_id = $1`,
    [id],
  );
  if (!patient) throw patientNotFound(id);
  const [care_team, costs_by_year, flags, note_count, data_as_of] = await Promise.all([
    readCareTeam(warehouse, id),
    readCostsByYear(warehouse, id),
    readFollowUps(db, [id]),
    countCareNotes(db, id),
    warehouse.dataAsOf(),
  ]);
  return { patient, follow_up: flags.get(id) ?? null, care_team, costs_by_year, note_count, data_as_of };
}

/** Throws HF_CORE_NOT_FOUND for an id that no patient has. */
export async function requirePatient(warehouse: Warehouse, id: string): Promise<void> {
  const found = await warehouse.query('select 1 as found from healthcare.patients where patient_id = $1', [
    id,
  ]);
  if (found.length === 0) throw patientNotFound(id);
}

function patientNotFound(id: string): PlatformError {
  return new PlatformError('HF_CORE_NOT_FOUND', { what: `patients/${id}` });
}

async function readCareTeam(warehouse: Warehouse, id: string): Promise<PatientRecord['care_team']> {
  return await warehouse.query(
    `select e.provider_id, p.name, p.speciality, p.organization_name, count(*) as encounter_count,
       max(e.started_at) as last_encounter_at
     from healthcare.encounters e join healthcare.providers p using (provider_id)
     where e.patient_id = $1
     group by e.provider_id, p.name, p.speciality, p.organization_name
     order by encounter_count desc, last_encounter_at desc limit 6`,
    [id],
  );
}

export async function readCostsByYear(
  warehouse: Warehouse,
  id: string,
): Promise<PatientRecord['costs_by_year']> {
  return await warehouse.query(
    `select cost_year, encounter_cost, medication_cost, total_cost, payer_coverage
     from healthcare.patient_costs_by_year where patient_id = $1 order by cost_year`,
    [id],
  );
}
