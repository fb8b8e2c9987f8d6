import type { Warehouse } from '@honeyframe/sdk/backend';
import type { Paging } from '../schemas/paging.ts';
import {
  type Condition,
  type Encounter,
  type EncounterPage,
  type Medication,
  type Observation,
  type ObservationSeries,
  type PatientCosts,
  type TimelineEvent,
  type TimelinePage,
  timelineKinds,
} from '../schemas/patient-record.ts';
import { readCostsByYear } from './patient-record.ts';
import { isOneOf, joinValues, latestOf, Where } from './select-builder.ts';

/** Newest first; `kinds` as the address has them, unknown ones are left out. */
export async function readTimeline(
  warehouse: Warehouse,
  id: string,
  { kinds, page, page_size }: Paging & { kinds?: string | undefined },
): Promise<TimelinePage> {
  const asked = kinds?.split(',').filter((kind) => timelineKinds.some((known) => known === kind));
  const where = new Where()
    .add(id, (value) => `patient_id = ${value}`)
    .add(asked && joinValues(asked), (value) => isOneOf('kind', value));
  const rows = warehouse.query<TimelineEvent>(
    `select timeline_id, event_at, kind, title, detail from healthcare.patient_timeline ${where.sql}
     order by event_at desc, timeline_id limit ${page_size} offset ${(page - 1) * page_size}`,
    where.parameters,
  );
  return await toPage(warehouse, { from: 'patient_timeline', where, rows, page, page_size });
}

export async function readEncounters(
  warehouse: Warehouse,
  id: string,
  { page, page_size }: Paging,
): Promise<EncounterPage> {
  const where = new Where().add(id, (value) => `patient_id = ${value}`);
  const rows = warehouse.query<Encounter>(
    `select encounter_id, started_at, ended_at, duration_minutes, encounter_class, title, reason, provider_id,
       provider_name, organization_name, payer_name, total_cost, payer_coverage
     from healthcare.encounters ${where.sql}
     order by started_at desc, encounter_id limit ${page_size} offset ${(page - 1) * page_size}`,
    where.parameters,
  );
  return await toPage(warehouse, { from: 'encounters', where, rows, page, page_size });
}

interface PageParts<Row> extends Paging {
  readonly from: 'patient_timeline' | 'encounters';
  readonly where: Where;
  readonly rows: Promise<Row[]>;
}

async function toPage<Row>(warehouse: Warehouse, parts: PageParts<Row>) {
  const { from, where, page, page_size } = parts;
  const [rows, [count], data_as_of] = await Promise.all([
    parts.rows,
    warehouse.query<{ total: number }>(
      `select count(*) as total from healthcare.${from} ${where.sql}`,
      where.parameters,
    ),
    warehouse.dataAsOf(),
  ]);
  return { rows, total: count?.total ?? 0, page, page_size, data_as_of };
}

/** Open ones first, then the newest. */
export async function readConditions(warehouse: Warehouse, id: string): Promise<Condition[]> {
  return await warehouse.query<Condition>(
    `select condition_id, started_on, ended_on, code, title, category, is_active, is_chronic
     from healthcare.conditions where patient_id = $1
     order by is_active desc, started_on desc, condition_id`,
    [id],
  );
}

/** One row a drug: renewals are prescriptions of their own in the data, and would hide what is taken. */
export async function readMedications(warehouse: Warehouse, id: string): Promise<Medication[]> {
  return await warehouse.query<Medication>(
    `select code, max(title) as title, ${latestOf('reason', 'started_at')} as reason,
       min(started_at) as started_at,
       case when bool_or(is_active) then null else max(stopped_at) end as stopped_at,
       bool_or(is_active) as is_active, count(*) as prescription_count,
       coalesce(sum(dispenses), 0) as dispenses, coalesce(sum(total_cost), 0) as total_cost
     from healthcare.medications where patient_id = $1
     group by code order by is_active desc, max(started_at) desc, code`,
    [id],
  );
}

/** One row for each thing measured, with its latest value. */
export async function readObservations(warehouse: Warehouse, id: string): Promise<Observation[]> {
  return await warehouse.query<Observation>(
    `select code, ${latestOf('title', 'observed_at')} as title, max(category) as category,
       ${latestOf('unit', 'observed_at')} as unit, ${latestOf('value', 'observed_at')} as latest_value,
       max(observed_at) as latest_at, count(*) as observation_count,
       count(numeric_value) > 0 as is_numeric, min(numeric_value) as lowest, max(numeric_value) as highest
     from healthcare.observations where patient_id = $1
     group by code order by category, title, code`,
    [id],
  );
}

const MAX_CODES = 4;

/** Numbers over time; `codes` as the address has them. */
export async function readSeries(
  warehouse: Warehouse,
  id: string,
  codes: string,
): Promise<ObservationSeries['points']> {
  const asked = codes.split(',').slice(0, MAX_CODES);
  return await warehouse.query(
    `select code, observed_at, numeric_value as value from healthcare.observations
     where patient_id = $1 and ${isOneOf('code', '$2')} and numeric_value is not null
     order by observed_at, code limit 5000`,
    [id, joinValues(asked)],
  );
}

export async function readCosts(warehouse: Warehouse, id: string): Promise<PatientCosts> {
  const [by_year, by_class] = await Promise.all([
    readCostsByYear(warehouse, id),
    warehouse.query<PatientCosts['by_class'][number]>(
      `select encounter_class, count(*) as encounter_count, coalesce(sum(total_cost), 0) as total_cost
       from healthcare.encounters where patient_id = $1
       group by encounter_class order by total_cost desc, encounter_class`,
      [id],
    ),
  ]);
  return { by_year, by_class };
}
