import type { RequestContext } from '@honeyframe/sdk/backend';
import type { PatientFilters, PatientListQuery, PatientPage, PatientRow } from '../schemas/patient-list.ts';
import { readFollowUps } from './follow-ups.ts';
import { beginsWithPattern, containsPattern, isOneOf, joinValues, toOrder, Where } from './select-builder.ts';

type Context = Pick<RequestContext, 'warehouse' | 'db'>;

const COLUMNS = `patient_id, display_name, birth_date, age, sex, city, state, is_deceased,
  primary_provider_name, last_encounter_at, encounters_last_12_months, active_condition_count,
  chronic_condition_count, total_cost, risk_score, risk_band`;

/** One page of the patients that fit. */
export async function listPatients(ctx: Context, query: PatientListQuery): Promise<PatientPage> {
  const { page, page_size } = query;
  const where = await buildWhere(ctx, query);
  const [rows, total, data_as_of] = await Promise.all([
    selectPatients(ctx, where, query.sort, { limit: page_size, offset: (page - 1) * page_size }),
    countPatients(ctx, where),
    ctx.warehouse.dataAsOf(),
  ]);
  return { rows, total, page, page_size, data_as_of };
}

// A reader takes at most 100,000 rows at once; a longer export says so instead of stopping silently.
const MAX_EXPORT = 50_000;

/** All patients that fit, for a file. */
export async function exportPatients(ctx: Context, filters: PatientFilters): Promise<PatientRow[]> {
  const where = await buildWhere(ctx, filters);
  return await selectPatients(ctx, where, filters.sort, { limit: MAX_EXPORT, offset: 0 });
}

async function buildWhere({ db }: Context, filters: PatientFilters): Promise<Where> {
  const where = new Where()
    .addWords(
      filters.search,
      (word) => `(${containsPattern('display_name', word)} or ${beginsWithPattern('patient_id', word)})`,
    )
    .add(filters.sex, (value) => `sex = ${value}`)
    .add(filters.city, (value) => `city = ${value}`)
    .add(filters.risk_band, (value) => `risk_band = ${value}`)
    .add(toBoolean(filters.deceased), (value) => `is_deceased = ${value}`)
    .add(filters.condition, hasOpenCondition);
  if (filters.follow_up === undefined) return where;
  const flagged = joinValues([...(await readFollowUps(db)).keys()]);
  return where.add(flagged || NOBODY, (value) =>
    filters.follow_up === 'true' ? isOneOf('patient_id', value) : `not (${isOneOf('patient_id', value)})`,
  );
}

/** Stands for an empty list, which a text cannot carry; no patient has an id of one blank. */
const NOBODY = ' ';

function toBoolean(text: 'true' | 'false' | undefined): boolean | undefined {
  return text === undefined ? undefined : text === 'true';
}

function hasOpenCondition(code: string): string {
  return `patient_id in (select patient_id from healthcare.conditions where is_active and code = ${code})`;
}

interface Window {
  readonly limit: number;
  readonly offset: number;
}

async function selectPatients(
  { warehouse, db }: Context,
  where: Where,
  sort: string,
  { limit, offset }: Window,
): Promise<PatientRow[]> {
  const rows = await warehouse.query<Omit<PatientRow, 'follow_up'>>(
    `select ${COLUMNS} from healthcare.patients ${where.sql}
     order by ${toOrder(sort)}, patient_id limit ${limit} offset ${offset}`,
    where.parameters,
  );
  const flags = await readFollowUps(
    db,
    rows.map(({ patient_id }) => patient_id),
  );
  return rows.map((row) => ({ ...row, follow_up: flags.get(row.patient_id) ?? null }));
}

async function countPatients({ warehouse }: Context, where: Where): Promise<number> {
  const [row] = await warehouse.query<{ total: number }>(
    `select count(*) as total from healthcare.patients ${where.sql}`,
    where.parameters,
  );
  return row?.total ?? 0;
}
