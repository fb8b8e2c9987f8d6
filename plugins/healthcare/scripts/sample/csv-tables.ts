import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The files that the models need, with the columns in Synthea's order and spelling. */
export const sampleColumns = {
  patients: [
    ...(['Id', 'BIRTHDATE', 'DEATHDATE', 'SSN', 'DRIVERS', 'PASSPORT', 'PREFIX', 'FIRST', 'LAST'] as const),
    ...(['SUFFIX', 'MAIDEN', 'MARITAL', 'RACE', 'ETHNICITY', 'GENDER', 'BIRTHPLACE', 'ADDRESS'] as const),
    ...([
      'CITY',
      'STATE',
      'COUNTY',
      'ZIP',
      'LAT',
      'LON',
      'HEALTHCARE_EXPENSES',
      'HEALTHCARE_COVERAGE',
    ] as const),
  ],
  encounters: [
    ...(['Id', 'START', 'STOP', 'PATIENT', 'ORGANIZATION', 'PROVIDER', 'PAYER', 'ENCOUNTERCLASS'] as const),
    ...(['CODE', 'DESCRIPTION', 'BASE_ENCOUNTER_COST', 'TOTAL_CLAIM_COST', 'PAYER_COVERAGE'] as const),
    ...(['REASONCODE', 'REASONDESCRIPTION'] as const),
  ],
  conditions: ['START', 'STOP', 'PATIENT', 'ENCOUNTER', 'CODE', 'DESCRIPTION'],
  medications: [
    ...(['START', 'STOP', 'PATIENT', 'PAYER', 'ENCOUNTER', 'CODE', 'DESCRIPTION', 'BASE_COST'] as const),
    ...(['PAYER_COVERAGE', 'DISPENSES', 'TOTALCOST', 'REASONCODE', 'REASONDESCRIPTION'] as const),
  ],
  observations: ['DATE', 'PATIENT', 'ENCOUNTER', 'CATEGORY', 'CODE', 'DESCRIPTION', 'VALUE', 'UNITS', 'TYPE'],
  procedures: [
    ...(['START', 'STOP', 'PATIENT', 'ENCOUNTER', 'CODE', 'DESCRIPTION', 'BASE_COST'] as const),
    ...(['REASONCODE', 'REASONDESCRIPTION'] as const),
  ],
  providers: [
    ...(['Id', 'ORGANIZATION', 'NAME', 'GENDER', 'SPECIALITY', 'ADDRESS', 'CITY', 'STATE', 'ZIP'] as const),
    ...(['LAT', 'LON', 'UTILIZATION'] as const),
  ],
  organizations: [
    ...(['Id', 'NAME', 'ADDRESS', 'CITY', 'STATE', 'ZIP', 'LAT', 'LON', 'PHONE', 'REVENUE'] as const),
    ...(['UTILIZATION'] as const),
  ],
  payers: [
    ...(['Id', 'NAME', 'ADDRESS', 'CITY', 'STATE_HEADQUARTERED', 'ZIP', 'PHONE', 'AMOUNT_COVERED'] as const),
    ...(['AMOUNT_UNCOVERED', 'REVENUE', 'COVERED_ENCOUNTERS', 'UNCOVERED_ENCOUNTERS'] as const),
    ...([
      'COVERED_MEDICATIONS',
      'UNCOVERED_MEDICATIONS',
      'COVERED_PROCEDURES',
      'UNCOVERED_PROCEDURES',
    ] as const),
    ...(['COVERED_IMMUNIZATIONS', 'UNCOVERED_IMMUNIZATIONS', 'UNIQUE_CUSTOMERS', 'QOLS_AVG'] as const),
    ...(['MEMBER_MONTHS'] as const),
  ],
} as const;

export type SampleTable = keyof typeof sampleColumns;
/** A row by column; a column that is left out is empty. */
export type SampleRow<T extends SampleTable> = {
  [Column in (typeof sampleColumns)[T][number]]?: string | number | undefined;
};
export type SampleTables = { [T in SampleTable]: SampleRow<T>[] };

export function createTables(): SampleTables {
  return {
    patients: [],
    encounters: [],
    conditions: [],
    medications: [],
    observations: [],
    procedures: [],
    providers: [],
    organizations: [],
    payers: [],
  };
}

/** What was written: the file's name and its rows, the header not counted. */
export interface SampleFile {
  file: string;
  rows: number;
}

export async function writeTables(tables: SampleTables, outDir: string): Promise<SampleFile[]> {
  await mkdir(outDir, { recursive: true });
  const names = Object.keys(sampleColumns) as SampleTable[];
  return Promise.all(
    names.map(async (name) => {
      const file = `${name}.csv`;
      await writeFile(join(outDir, file), formatCsv(sampleColumns[name], tables[name]));
      return { file, rows: tables[name].length };
    }),
  );
}

function formatCsv(
  columns: readonly string[],
  rows: readonly Record<string, string | number | undefined>[],
): string {
  const lines = rows.map((row) => columns.map((column) => formatCell(row[column])).join(','));
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

function formatCell(value: string | number | undefined): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Costs are added up in cents, because 0.1 + 0.2 is not 0.3. */
export function formatCents(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}
