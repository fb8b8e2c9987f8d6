import { z } from '@honeyframe/sdk/backend';
import { pageOf, pagingQuery } from './paging.ts';
import { followUp, riskBands } from './patient-list.ts';

export const patientParams = z.object({ id: z.string().min(1).max(100) });

export const patientDemographics = z.object({
  patient_id: z.string(),
  display_name: z.string(),
  prefix: z.string().nullable(),
  birth_date: z.string(),
  age: z.number(),
  sex: z.string(),
  race: z.string().nullable(),
  ethnicity: z.string().nullable(),
  marital_status: z.string().nullable(),
  address: z.string().nullable(),
  city: z.string().nullable(),
  county: z.string().nullable(),
  state: z.string().nullable(),
  zip: z.string().nullable(),
  ssn: z.string().nullable().describe('Masked: ***-**-1234'),
  deceased_on: z.string().nullable(),
  is_deceased: z.boolean(),
  primary_provider_id: z.string().nullable(),
  primary_provider_name: z.string().nullable(),
  payer_name: z.string().nullable(),
  encounter_count: z.number(),
  encounters_last_12_months: z.number(),
  first_encounter_at: z.string().nullable(),
  last_encounter_at: z.string().nullable(),
  active_condition_count: z.number(),
  chronic_condition_count: z.number(),
  active_medication_count: z.number(),
  encounter_cost: z.number(),
  medication_cost: z.number(),
  total_cost: z.number(),
  payer_coverage: z.number(),
  risk_score: z.number(),
  risk_band: z.enum(riskBands),
});
export type PatientDemographics = z.infer<typeof patientDemographics>;

export const careTeamMember = z.object({
  provider_id: z.string(),
  name: z.string(),
  speciality: z.string().nullable(),
  organization_name: z.string().nullable(),
  encounter_count: z.number(),
  last_encounter_at: z.string(),
});

export const costYear = z.object({
  cost_year: z.number(),
  encounter_cost: z.number(),
  medication_cost: z.number(),
  total_cost: z.number(),
  payer_coverage: z.number(),
});

export const patientRecord = z.object({
  patient: patientDemographics,
  follow_up: followUp.nullable(),
  care_team: z.array(careTeamMember),
  costs_by_year: z.array(costYear),
  note_count: z.number(),
  data_as_of: z.string().nullable(),
});
export type PatientRecord = z.infer<typeof patientRecord>;

export const timelineKinds = [
  'encounter',
  'condition',
  'condition_end',
  'medication',
  'procedure',
  'death',
] as const;

export const timelineQuery = pagingQuery.extend({
  kinds: z
    .string()
    .max(200)
    .optional()
    .describe(`Separated by commas: ${timelineKinds.join(', ')}`),
});

export const timelineEvent = z.object({
  timeline_id: z.string(),
  event_at: z.string(),
  kind: z.enum(timelineKinds),
  title: z.string(),
  detail: z.string().nullable(),
});
export type TimelineEvent = z.infer<typeof timelineEvent>;
export const timelinePage = pageOf(timelineEvent);
export type TimelinePage = z.infer<typeof timelinePage>;

export const condition = z.object({
  condition_id: z.string(),
  started_on: z.string(),
  ended_on: z.string().nullable(),
  code: z.string(),
  title: z.string(),
  category: z.string(),
  is_active: z.boolean(),
  is_chronic: z.boolean(),
});
export type Condition = z.infer<typeof condition>;
export const conditionList = z.object({ rows: z.array(condition) });
export type ConditionList = z.infer<typeof conditionList>;

export const medication = z.object({
  code: z.string(),
  title: z.string(),
  reason: z.string().nullable(),
  started_at: z.string().describe('Of the first prescription'),
  stopped_at: z.string().nullable().describe('Of the last one; null while it is taken'),
  is_active: z.boolean(),
  prescription_count: z.number(),
  dispenses: z.number(),
  total_cost: z.number(),
});
export type Medication = z.infer<typeof medication>;
export const medicationList = z.object({ rows: z.array(medication) });
export type MedicationList = z.infer<typeof medicationList>;

export const observation = z.object({
  code: z.string(),
  title: z.string(),
  category: z.string(),
  unit: z.string().nullable(),
  latest_value: z.string().nullable(),
  latest_at: z.string(),
  observation_count: z.number(),
  is_numeric: z.boolean(),
  lowest: z.number().nullable(),
  highest: z.number().nullable(),
});
export type Observation = z.infer<typeof observation>;
export const observationList = z.object({ rows: z.array(observation) });
export type ObservationList = z.infer<typeof observationList>;

export const seriesQuery = z.object({
  codes: z.string().min(1).max(200).describe('LOINC codes, separated by commas; at most 4'),
});
export const seriesPoint = z.object({ code: z.string(), observed_at: z.string(), value: z.number() });
export const observationSeries = z.object({ points: z.array(seriesPoint) });
export type ObservationSeries = z.infer<typeof observationSeries>;

export const encounter = z.object({
  encounter_id: z.string(),
  started_at: z.string(),
  ended_at: z.string().nullable(),
  duration_minutes: z.number().nullable(),
  encounter_class: z.string(),
  title: z.string(),
  reason: z.string().nullable(),
  provider_id: z.string().nullable(),
  provider_name: z.string().nullable(),
  organization_name: z.string().nullable(),
  payer_name: z.string().nullable(),
  total_cost: z.number(),
  payer_coverage: z.number(),
});
export type Encounter = z.infer<typeof encounter>;
export const encounterPage = pageOf(encounter);
export type EncounterPage = z.infer<typeof encounterPage>;

export const patientCosts = z.object({
  by_year: z.array(costYear),
  by_class: z.array(
    z.object({ encounter_class: z.string(), encounter_count: z.number(), total_cost: z.number() }),
  ),
});
export type PatientCosts = z.infer<typeof patientCosts>;
