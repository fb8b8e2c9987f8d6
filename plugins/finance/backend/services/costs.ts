import type { Warehouse, WarehouseValue } from '@honeyframe/sdk/backend';
import type { CostChoices, Costs, CostsQuery } from '../schemas/costs.ts';

const FIGURES = `coalesce(sum(encounter_count), 0) as encounter_count, coalesce(sum(total_cost), 0) as total_cost,
  coalesce(sum(payer_coverage), 0) as payer_coverage, coalesce(sum(out_of_pocket), 0) as out_of_pocket`;

/** What care costs: by month, by insurer, by kind of encounter, and in total. */
export async function readCosts(warehouse: Warehouse, query: CostsQuery): Promise<Costs> {
  const { sql, parameters } = buildWhere(query);
  const from = `from finance.monthly_costs ${sql}`;
  const [by_month, by_payer, by_class, [total], data_as_of] = await Promise.all([
    warehouse.query<Costs['by_month'][number]>(
      `select month, ${FIGURES} ${from} group by month order by month`,
      parameters,
    ),
    warehouse.query<Costs['by_payer'][number]>(
      `select payer_name, ${FIGURES} ${from} group by payer_name order by total_cost desc, payer_name`,
      parameters,
    ),
    warehouse.query<Costs['by_class'][number]>(
      `select encounter_class, ${FIGURES} ${from}
       group by encounter_class order by total_cost desc, encounter_class`,
      parameters,
    ),
    warehouse.query<Costs['total']>(`select ${FIGURES} ${from}`, parameters),
    warehouse.dataAsOf(),
  ]);
  if (!total) throw new Error('A sum over no rows is one row, and there was none.');
  return { by_month, by_payer, by_class, total, data_as_of };
}

type CostSettings = Pick<CostChoices, 'currency' | 'fiscal_year_start'>;

/** What the filters of the page offer, and how its amounts are written. */
export async function readCostChoices(warehouse: Warehouse, settings: CostSettings): Promise<CostChoices> {
  const [classes, payers, [newest]] = await Promise.all([
    warehouse.query<{ name: string }>(
      'select distinct encounter_class as name from finance.monthly_costs order by name',
    ),
    warehouse.query<{ name: string }>(
      'select distinct payer_name as name from finance.monthly_costs order by name',
    ),
    warehouse.query<{ month: string | null }>('select max(month) as month from finance.monthly_costs'),
  ]);
  return {
    encounter_classes: classes.map(({ name }) => name),
    payer_names: payers.map(({ name }) => name),
    newest_month: newest?.month?.slice(0, 'yyyy-mm'.length) ?? null,
    currency: settings.currency,
    fiscal_year_start: settings.fiscal_year_start,
  };
}

/** Conditions are this file's own texts; what the caller sent only travels as a parameter. */
const conditions = {
  from: (value: string) => `month >= cast(${value} || '-01' as date)`,
  to: (value: string) => `month <= cast(${value} || '-01' as date)`,
  encounter_class: (value: string) => `encounter_class = ${value}`,
  payer_name: (value: string) => `payer_name = ${value}`,
} satisfies Record<keyof CostsQuery, (placeholder: string) => string>;

function buildWhere(query: CostsQuery): { sql: string; parameters: WarehouseValue[] } {
  const parameters: WarehouseValue[] = [];
  const clauses: string[] = [];
  for (const name of ['from', 'to', 'encounter_class', 'payer_name'] as const) {
    const value = query[name];
    if (value) clauses.push(conditions[name](`$${parameters.push(value)}`));
  }
  return { sql: clauses.length > 0 ? `where ${clauses.join(' and ')}` : '', parameters };
}
