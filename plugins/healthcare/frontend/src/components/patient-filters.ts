/** The filters of the list as they stand in the address; empty ones are not set. */
export const emptyFilters = {
  search: '',
  sex: '',
  risk_band: '',
  condition: '',
  city: '',
  deceased: '',
  follow_up: '',
};

export type PatientFilterValues = { readonly [K in keyof typeof emptyFilters]: string };

const names = Object.keys(emptyFilters) as (keyof PatientFilterValues)[];

export function isFiltered(values: PatientFilterValues): boolean {
  return names.some((name) => values[name] !== '');
}

/** The same names as the route's: what is set goes along. */
export function toQuery(values: PatientFilterValues): Record<string, string> {
  return Object.fromEntries(names.filter((name) => values[name] !== '').map((name) => [name, values[name]]));
}
