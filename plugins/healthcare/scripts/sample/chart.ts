import type { CareNetwork, Payer, Provider } from './care-network.ts';
import type { SampleRow, SampleTables } from './csv-tables.ts';
import type { Diagnosis, Person } from './population.ts';
import type { Occasion, Visit } from './visits.ts';

/** What one encounter or prescription cost and who paid, in cents. */
export interface Bill {
  payer: Payer;
  kind: 'encounter' | 'medication';
  total: number;
  covered: number;
}

/** A prescription that the next renewal closes. */
export interface Prescription {
  row: SampleRow<'medications'>;
  since: number;
}

/** State of one life while its visits are told in order. */
export interface Chart {
  seed: number;
  person: Person;
  network: CareNetwork;
  tables: SampleTables;
  bills: Bill[];
  providers: Provider[];
  prescriptions: Map<string, Prescription>;
}

/** A visit with the keys that every record made there repeats. */
export interface Encounter extends Visit {
  id: string;
  payer: Payer;
  active: readonly Diagnosis[];
}

/** Why something was done, by its SNOMED CT code. */
export interface Reason {
  code: string;
  title: string;
}

export function reasonOf(occasion: Occasion): Reason | undefined {
  if (occasion.kind === 'wellness') return undefined;
  if (occasion.kind === 'acute') return occasion.illness;
  return occasion.kind === 'crisis' ? occasion.crisis : occasion.diagnosis.illness;
}
