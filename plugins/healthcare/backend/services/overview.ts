import type { RequestContext, Warehouse } from '@honeyframe/sdk/backend';
import type { EncountersByMonth, Kpis } from '../schemas/overview.ts';
import { countFollowUps } from './follow-ups.ts';

type Figures = Omit<Kpis, 'follow_up_count' | 'data_as_of'>;

/** The figures of the Home block. */
export async function readKpis(ctx: Pick<RequestContext, 'warehouse' | 'db'>): Promise<Kpis> {
  const { warehouse } = ctx;
  const [[figures], follow_up_count, data_as_of] = await Promise.all([
    warehouse.query<Figures>(
      `select patient_count, living_patient_count, high_risk_patient_count, average_age, provider_count,
         active_provider_count, encounter_count, encounters_last_12_months, cost_last_12_months,
         data_as_of as newest_encounter_at
       from healthcare.healthcare_kpis`,
    ),
    countFollowUps(ctx),
    warehouse.dataAsOf(),
  ]);
  if (!figures) throw new Error('The model healthcare_kpis has one row by its contract, and had none.');
  return { ...figures, follow_up_count, data_as_of };
}

/** The newest months of the data, oldest first. */
export async function readEncountersByMonth(
  warehouse: Warehouse,
  months: number,
): Promise<EncountersByMonth['rows']> {
  return await warehouse.query(
    `select month,
       coalesce(sum(encounter_count) filter (where encounter_class not in ('emergency', 'urgentcare', 'inpatient')), 0)
         as planned,
       coalesce(sum(encounter_count) filter (where encounter_class in ('emergency', 'urgentcare')), 0) as urgent,
       coalesce(sum(encounter_count) filter (where encounter_class = 'inpatient'), 0) as inpatient
     from healthcare.encounters_by_month
     where month > (select max(month) from healthcare.encounters_by_month) - cast($1 as integer) * interval '1 month'
     group by month order by month`,
    [months],
  );
}
