import { z } from '@honeyframe/sdk/backend';

export const kpis = z.object({
  patient_count: z.number(),
  living_patient_count: z.number(),
  high_risk_patient_count: z.number(),
  average_age: z.number().nullable(),
  provider_count: z.number(),
  active_provider_count: z.number(),
  encounter_count: z.number(),
  encounters_last_12_months: z.number(),
  cost_last_12_months: z.number(),
  newest_encounter_at: z.string().nullable(),
  follow_up_count: z.number(),
  data_as_of: z.string().nullable(),
});
export type Kpis = z.infer<typeof kpis>;

export const monthsQuery = z.object({ months: z.coerce.number().int().min(1).max(240).default(24) });

export const encounterMonth = z.object({
  month: z.string(),
  planned: z.number().describe('Wellness, ambulatory, outpatient and others'),
  urgent: z.number().describe('Emergency and urgent care'),
  inpatient: z.number(),
});
export const encountersByMonth = z.object({
  rows: z.array(encounterMonth),
  data_as_of: z.string().nullable(),
});
export type EncountersByMonth = z.infer<typeof encountersByMonth>;
