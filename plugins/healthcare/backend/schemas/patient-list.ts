import { z } from '@honeyframe/sdk/backend';
import { flag, pageOf, pagingQuery } from './paging.ts';

export const sexes = ['female', 'male', 'other'] as const;
export const riskBands = ['low', 'moderate', 'high'] as const;

/** What a list can be sorted by; `-` in front turns the order round. */
export const patientSorts = [
  'display_name',
  'age',
  'city',
  'risk_score',
  'last_encounter_at',
  'encounters_last_12_months',
  'active_condition_count',
  'total_cost',
] as const;

export const patientFilters = z.object({
  search: z.string().trim().max(200).optional(),
  sex: z.enum(sexes).optional(),
  city: z.string().max(100).optional(),
  risk_band: z.enum(riskBands).optional(),
  deceased: flag.optional(),
  follow_up: flag.optional(),
  condition: z.string().max(50).optional().describe('SNOMED CT code of an open condition'),
  sort: z.enum([...patientSorts, ...patientSorts.map((name) => `-${name}` as const)]).default('display_name'),
});
export type PatientFilters = z.infer<typeof patientFilters>;

export const patientListQuery = patientFilters.extend(pagingQuery.shape);
export type PatientListQuery = z.infer<typeof patientListQuery>;

export const followUp = z.object({
  reason: z.string(),
  flagged_at: z.string(),
  flagged_by: z.string().describe('Name of the person'),
});
export type FollowUp = z.infer<typeof followUp>;

export const patientRow = z.object({
  patient_id: z.string(),
  display_name: z.string(),
  birth_date: z.string(),
  age: z.number(),
  sex: z.string(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  is_deceased: z.boolean(),
  primary_provider_name: z.string().nullable(),
  last_encounter_at: z.string().nullable(),
  encounters_last_12_months: z.number(),
  active_condition_count: z.number(),
  chronic_condition_count: z.number(),
  total_cost: z.number(),
  risk_score: z.number(),
  risk_band: z.enum(riskBands),
  follow_up: followUp.nullable(),
});
export type PatientRow = z.infer<typeof patientRow>;

export const patientPage = pageOf(patientRow);
export type PatientPage = z.infer<typeof patientPage>;

export const patientFilterChoices = z.object({
  cities: z.array(z.string()),
  conditions: z.array(z.object({ code: z.string(), title: z.string(), patient_count: z.number() })),
  follow_up_count: z.number(),
});
export type PatientFilterChoices = z.infer<typeof patientFilterChoices>;
