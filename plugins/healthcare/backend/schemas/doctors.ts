import { z } from '@honeyframe/sdk/backend';
import { pageOf, pagingQuery } from './paging.ts';
import { riskBands } from './patient-list.ts';

export const doctorSorts = [
  'name',
  'speciality',
  'organization_name',
  'patient_count',
  'encounter_count',
  'encounters_last_12_months',
  'last_encounter_at',
] as const;

export const doctorListQuery = pagingQuery.extend({
  search: z.string().trim().max(200).optional(),
  speciality: z.string().max(100).optional(),
  sort: z
    .enum([...doctorSorts, ...doctorSorts.map((name) => `-${name}` as const)])
    .default('-encounters_last_12_months'),
});
export type DoctorListQuery = z.infer<typeof doctorListQuery>;

export const doctor = z.object({
  provider_id: z.string(),
  name: z.string(),
  sex: z.string().nullable(),
  speciality: z.string().nullable(),
  organization_name: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  patient_count: z.number(),
  encounter_count: z.number(),
  encounters_last_12_months: z.number(),
  last_encounter_at: z.string().nullable(),
});
export type Doctor = z.infer<typeof doctor>;
export const doctorPage = pageOf(doctor);
export type DoctorPage = z.infer<typeof doctorPage>;

export const specialityList = z.object({
  rows: z.array(z.object({ speciality: z.string(), doctor_count: z.number() })),
});
export type SpecialityList = z.infer<typeof specialityList>;

export const doctorParams = z.object({ id: z.string().min(1).max(100) });

export const workloadMonth = z.object({
  month: z.string(),
  encounter_count: z.number(),
  patient_count: z.number(),
});
export const doctorRecord = z.object({
  doctor,
  workload: z.array(workloadMonth),
  by_class: z.array(z.object({ encounter_class: z.string(), encounter_count: z.number() })),
  data_as_of: z.string().nullable(),
});
export type DoctorRecord = z.infer<typeof doctorRecord>;

export const doctorPatient = z.object({
  patient_id: z.string(),
  display_name: z.string(),
  age: z.number(),
  sex: z.string(),
  is_deceased: z.boolean(),
  risk_band: z.enum(riskBands),
  risk_score: z.number(),
  encounter_count: z.number(),
  last_encounter_at: z.string(),
});
export type DoctorPatient = z.infer<typeof doctorPatient>;
export const doctorPatientPage = pageOf(doctorPatient);
export type DoctorPatientPage = z.infer<typeof doctorPatientPage>;
