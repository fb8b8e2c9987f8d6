import type { RequestContext } from '@honeyframe/sdk/backend';
import type { PatientFilterChoices } from '../schemas/patient-list.ts';
import { countFollowUps } from './follow-ups.ts';

const MOST_COMMON = 60;

/** What the filters of the list offer. */
export async function readPatientChoices(
  ctx: Pick<RequestContext, 'warehouse' | 'db'>,
): Promise<PatientFilterChoices> {
  const [cities, conditions, follow_up_count] = await Promise.all([
    ctx.warehouse.query<{ city: string }>(
      'select distinct city from healthcare.patients where city is not null order by city',
    ),
    ctx.warehouse.query<PatientFilterChoices['conditions'][number]>(
      `select code, max(title) as title, count(distinct patient_id) as patient_count
       from healthcare.conditions where is_active and category = 'disorder'
       group by code order by patient_count desc, code limit ${MOST_COMMON}`,
    ),
    countFollowUps(ctx),
  ]);
  return { cities: cities.map(({ city }) => city), conditions, follow_up_count };
}
