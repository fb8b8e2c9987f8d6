import { parseArgs } from 'node:util';
import { asOf, formatDate, yearsBetween } from './sample/calendar.ts';
import { type CareNetwork, createCareNetwork, listPayers } from './sample/care-network.ts';
import type { Bill } from './sample/chart.ts';
import {
  createTables,
  formatCents,
  type SampleFile,
  type SampleTables,
  writeTables,
} from './sample/csv-tables.ts';
import { recordLifeHistory } from './sample/life-history.ts';
import { createPerson, type Person } from './sample/population.ts';

export interface GenerateSampleOptions {
  /** How many patients; 500 by default. */
  patients?: number;
  /** The same seed gives the same bytes; 1 by default. */
  seed?: number;
  /** Made if it is missing; files of the same names are replaced. */
  outDir: string;
}

/** Writes a fictional population in the layout of Synthea's CSV export. */
export async function generateSample({
  patients = 500,
  seed = 1,
  outDir,
}: GenerateSampleOptions): Promise<SampleFile[]> {
  const tables = createTables();
  const network = createCareNetwork(seed);
  const visits = new Map<string, number>();
  const customers: Customer[] = [];
  for (let index = 0; index < patients; index += 1) {
    const person = createPerson(seed, index, network);
    const { bills, providers } = recordLifeHistory({ seed, person, network, tables });
    for (const { id, organization } of providers) {
      for (const key of [id, organization.id]) visits.set(key, (visits.get(key) ?? 0) + 1);
    }
    customers.push({ id: person.id, bills });
    recordPatient(tables, person, bills);
  }
  recordNetwork(tables, network, visits);
  recordPayers(tables, network, customers);
  return writeTables(tables, outDir);
}

interface Customer {
  id: string;
  bills: readonly Bill[];
}

function recordPatient(tables: SampleTables, person: Person, bills: readonly Bill[]): void {
  const { place } = person;
  tables.patients.push({
    Id: person.id,
    BIRTHDATE: formatDate(person.birth),
    DEATHDATE: person.death === undefined ? undefined : formatDate(person.death),
    SSN: person.ssn,
    PREFIX: prefixOf(person),
    FIRST: person.first_name,
    LAST: person.last_name,
    MAIDEN: person.maiden_name,
    MARITAL: person.marital,
    RACE: person.race,
    ETHNICITY: person.ethnicity,
    GENDER: person.sex,
    BIRTHPLACE: `${place.city}  Massachusetts  US`,
    ADDRESS: person.address,
    CITY: place.city,
    STATE: 'Massachusetts',
    COUNTY: place.county,
    ZIP: place.zip,
    LAT: place.latitude,
    LON: place.longitude,
    HEALTHCARE_EXPENSES: formatCents(sum(bills, 'total')),
    HEALTHCARE_COVERAGE: formatCents(sum(bills, 'covered')),
  });
}

function prefixOf({ sex, marital, birth, death }: Person): string | undefined {
  if (yearsBetween(birth, death ?? asOf) < 18) return undefined;
  if (sex === 'M') return 'Mr.';
  return marital === '' || marital === 'S' ? 'Ms.' : 'Mrs.';
}

function recordNetwork(
  tables: SampleTables,
  network: CareNetwork,
  visits: ReadonlyMap<string, number>,
): void {
  for (const organization of network.organizations) {
    tables.organizations.push({
      Id: organization.id,
      NAME: organization.name,
      ...locationOf(organization),
      PHONE: organization.phone,
      REVENUE: '0.00',
      UTILIZATION: visits.get(organization.id) ?? 0,
    });
  }
  for (const provider of network.providers) {
    tables.providers.push({
      Id: provider.id,
      ORGANIZATION: provider.organization.id,
      NAME: provider.name,
      GENDER: provider.sex,
      SPECIALITY: provider.speciality,
      ...locationOf(provider.organization),
      UTILIZATION: visits.get(provider.id) ?? 0,
    });
  }
}

function locationOf({ address, place }: CareNetwork['organizations'][number]) {
  return {
    ADDRESS: address,
    CITY: place.city.toUpperCase(),
    STATE: 'MA',
    ZIP: place.zip,
    LAT: place.latitude,
    LON: place.longitude,
  };
}

/** Columns of payers.csv that the sample has nothing to say about stay empty. */
function recordPayers(tables: SampleTables, network: CareNetwork, customers: readonly Customer[]): void {
  for (const payer of listPayers(network)) {
    const own = customers.map(({ bills }) => bills.filter((bill) => bill.payer === payer));
    const bills = own.flat();
    const count = (kind: Bill['kind'], covered: boolean) =>
      bills.filter((bill) => bill.kind === kind && covered === bill.covered > 0).length;
    tables.payers.push({
      Id: payer.id,
      NAME: payer.name,
      AMOUNT_COVERED: formatCents(sum(bills, 'covered')),
      AMOUNT_UNCOVERED: formatCents(sum(bills, 'total') - sum(bills, 'covered')),
      COVERED_ENCOUNTERS: count('encounter', true),
      UNCOVERED_ENCOUNTERS: count('encounter', false),
      COVERED_MEDICATIONS: count('medication', true),
      UNCOVERED_MEDICATIONS: count('medication', false),
      UNIQUE_CUSTOMERS: own.filter(({ length }) => length > 0).length,
    });
  }
}

function sum(bills: readonly Bill[], column: 'total' | 'covered'): number {
  return bills.reduce((total, bill) => total + bill[column], 0);
}

/** `node generate-sample.ts --patients 500 --seed 1 --out DIR` */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      patients: { type: 'string', default: '500' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
    },
  });
  if (values.out === undefined) throw new Error("Name a folder to write to: '--out DIR'.");
  const files = await generateSample({
    patients: parseCount('patients', values.patients),
    seed: parseCount('seed', values.seed),
    outDir: values.out,
  });
  for (const { file, rows } of files) console.log(`${file}: ${rows} rows`);
}

function parseCount(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`'--${option} ${text}' is not a whole number.`);
  return Number(text);
}

if (import.meta.main) await main();
