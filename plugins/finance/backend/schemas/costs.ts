import { z } from '@honeyframe/sdk/backend';

const month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month like 2026-04')
  .optional();

export const costsQuery = z.object({
  from: month,
  to: month,
  encounter_class: z.string().max(50).optional(),
  payer_name: z.string().max(200).optional(),
});
export type CostsQuery = z.infer<typeof costsQuery>;

const figures = {
  encounter_count: z.number(),
  total_cost: z.number(),
  payer_coverage: z.number(),
  out_of_pocket: z.number(),
};

export const costs = z.object({
  by_month: z.array(z.object({ month: z.string(), ...figures })),
  by_payer: z.array(z.object({ payer_name: z.string(), ...figures })),
  by_class: z.array(z.object({ encounter_class: z.string(), ...figures })),
  total: z.object(figures),
  data_as_of: z.string().nullable(),
});
export type Costs = z.infer<typeof costs>;

export const costChoices = z.object({
  encounter_classes: z.array(z.string()),
  payer_names: z.array(z.string()),
  newest_month: z.string().nullable(),
  /** ISO 4217. */
  currency: z.string(),
  /** The month that the fiscal year begins with, from 1. */
  fiscal_year_start: z.number(),
});
export type CostChoices = z.infer<typeof costChoices>;
