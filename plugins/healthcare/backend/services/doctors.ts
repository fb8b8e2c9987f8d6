import { PlatformError, type Warehouse } from '@honeyframe/sdk/backend';
import type {
  Doctor,
  DoctorListQuery,
  DoctorPage,
  DoctorPatient,
  DoctorPatientPage,
  DoctorRecord,
  SpecialityList,
} from '../schemas/doctors.ts';
import type { Paging } from '../schemas/paging.ts';
import { containsPattern, toOrder, Where } from './select-builder.ts';

const COLUMNS = `provider_id, name, sex, speciality, organization_name, city, state, patient_count,
  encounter_count, encounters_last_12_months, last_encounter_at`;

export async function listDoctors(warehouse: Warehouse, query: DoctorListQuery): Promise<DoctorPage> {
  const { page, page_size } = query;
  const where = new Where()
    .addWords(query.search, (word) => containsPattern("concat_ws(' ', name, organization_name)", word))
    .add(query.speciality, (value) => `speciality = ${value}`);
  const [rows, [count], data_as_of] = await Promise.all([
    warehouse.query<Doctor>(
      `select ${COLUMNS} from healthcare.providers ${where.sql}
       order by ${toOrder(query.sort)}, provider_id limit ${page_size} offset ${(page - 1) * page_size}`,
      where.parameters,
    ),
    warehouse.query<{ total: number }>(
      `select count(*) as total from healthcare.providers ${where.sql}`,
      where.parameters,
    ),
    warehouse.dataAsOf(),
  ]);
  return { rows, total: count?.total ?? 0, page, page_size, data_as_of };
}

export async function listSpecialities(warehouse: Warehouse): Promise<SpecialityList> {
  const rows = await warehouse.query<SpecialityList['rows'][number]>(
    `select speciality, count(*) as doctor_count from healthcare.providers
     where speciality is not null group by speciality order by speciality`,
  );
  return { rows };
}

/** Throws HF_CORE_NOT_FOUND. */
export async function readDoctor(warehouse: Warehouse, id: string): Promise<DoctorRecord> {
  const [doctor] = await warehouse.query<Doctor>(
    `select ${COLUMNS} from healthcare.providers where provider_id = $1`,
    [id],
  );
  if (!doctor) throw new PlatformError('HF_CORE_NOT_FOUND', { what: `doctors/${id}` });
  const [workload, by_class, data_as_of] = await Promise.all([
    readWorkload(warehouse, id),
    warehouse.query<DoctorRecord['by_class'][number]>(
      `select encounter_class, count(*) as encounter_count from healthcare.encounters
       where provider_id = $1 group by encounter_class order by encounter_count desc, encounter_class`,
      [id],
    ),
    warehouse.dataAsOf(),
  ]);
  return { doctor, workload, by_class, data_as_of };
}

/** The 24 months up to the newest encounter of the data, those without work included. */
async function readWorkload(warehouse: Warehouse, id: string): Promise<DoctorRecord['workload']> {
  return await warehouse.query(
    `with months as (
       select cast(data.newest - ago.n * interval '1 month' as date) as month
       from (select date_trunc('month', max(started_at)) as newest from healthcare.encounters) as data
       cross join generate_series(0, 23) as ago(n)
       where data.newest is not null
     )
     select m.month, count(e.encounter_id) as encounter_count, count(distinct e.patient_id) as patient_count
     from months m
     left join healthcare.encounters e
       on e.provider_id = $1 and date_trunc('month', e.started_at) = m.month
     group by m.month order by m.month`,
    [id],
  );
}

/** Latest seen first. */
export async function listDoctorPatients(
  warehouse: Warehouse,
  id: string,
  { page, page_size }: Paging,
): Promise<DoctorPatientPage> {
  const [rows, [count], data_as_of] = await Promise.all([
    warehouse.query<DoctorPatient>(
      `select p.patient_id, p.display_name, p.age, p.sex, p.is_deceased, p.risk_band, p.risk_score,
         count(*) as encounter_count, max(e.started_at) as last_encounter_at
       from healthcare.encounters e join healthcare.patients p using (patient_id)
       where e.provider_id = $1
       group by p.patient_id, p.display_name, p.age, p.sex, p.is_deceased, p.risk_band, p.risk_score
       order by last_encounter_at desc, p.patient_id
       limit ${page_size} offset ${(page - 1) * page_size}`,
      [id],
    ),
    warehouse.query<{ total: number }>(
      'select count(distinct patient_id) as total from healthcare.encounters where provider_id = $1',
      [id],
    ),
    warehouse.dataAsOf(),
  ]);
  return { rows, total: count?.total ?? 0, page, page_size, data_as_of };
}
