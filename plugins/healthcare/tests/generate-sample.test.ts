import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateSample } from '../scripts/generate-sample.ts';
import { type SampleTable, sampleColumns } from '../scripts/sample/csv-tables.ts';

type Row = Record<string, string>;

const tableNames = Object.keys(sampleColumns) as SampleTable[];
const folders: string[] = [];

async function generate(patients: number, seed: number) {
  const outDir = await mkdtemp(join(tmpdir(), 'honeyframe-sample-'));
  folders.push(outDir);
  const files = await generateSample({ patients, seed, outDir });
  const texts = await Promise.all(tableNames.map((name) => readFile(join(outDir, `${name}.csv`), 'utf8')));
  return { files, texts: Object.fromEntries(tableNames.map((name, index) => [name, texts[index] ?? ''])) };
}

/** The sample has no quoted cell; a test below holds it to that. */
function parseRows(text: string): Row[] {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const columns = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
  });
}

let sample: Awaited<ReturnType<typeof generate>>;
const rows = {} as Record<SampleTable, Row[]>;

beforeAll(async () => {
  sample = await generate(120, 1);
  for (const name of tableNames) rows[name] = parseRows(sample.texts[name] ?? '');
});

afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
});

const valuesOf = (table: SampleTable, column: string) => rows[table].map((row) => row[column] ?? '');

/** Rows whose key is not in the other table. */
function findOrphans(table: SampleTable, column: string, target: SampleTable): Row[] {
  const keys = new Set(valuesOf(target, 'Id'));
  return rows[table].filter((row) => !keys.has(row[column] ?? ''));
}

describe('generateSample', () => {
  it('writes the same bytes for the same seed and others for another', async () => {
    const [again, other] = await Promise.all([generate(120, 1), generate(120, 2)]);
    expect(again.texts).toEqual(sample.texts);
    expect(other.texts.patients).not.toEqual(sample.texts.patients);
  });

  it('keeps the first patients as they are when more are asked for', async () => {
    const more = await generate(125, 1);
    const patients = parseRows(more.texts.patients ?? '');
    expect(patients).toHaveLength(125);
    expect(patients.slice(0, 120)).toEqual(rows.patients);
  });

  it('reports as many rows as it wrote', () => {
    expect(sample.files).toEqual(
      tableNames.map((name) => ({ file: `${name}.csv`, rows: rows[name].length })),
    );
    expect(rows.patients).toHaveLength(120);
    expect(rows.encounters.length).toBeGreaterThan(120 * 5);
  });

  it("writes Synthea's header and as many cells in each line, without quotes", () => {
    for (const name of tableNames) {
      const [header, ...lines] = (sample.texts[name] ?? '').trimEnd().split('\n');
      expect(header).toBe(sampleColumns[name].join(','));
      expect(lines.filter((line) => line.split(',').length !== sampleColumns[name].length)).toEqual([]);
      expect(sample.texts[name]).not.toContain('"');
    }
  });

  it.each(['patients', 'encounters', 'providers', 'organizations', 'payers'] as const)(
    'gives %s unique keys',
    (name) => {
      expect(new Set(valuesOf(name, 'Id')).size).toBe(rows[name].length);
    },
  );

  it.each<[SampleTable, string, SampleTable]>([
    ['encounters', 'PATIENT', 'patients'],
    ['encounters', 'PROVIDER', 'providers'],
    ['encounters', 'ORGANIZATION', 'organizations'],
    ['encounters', 'PAYER', 'payers'],
    ['conditions', 'PATIENT', 'patients'],
    ['conditions', 'ENCOUNTER', 'encounters'],
    ['medications', 'ENCOUNTER', 'encounters'],
    ['medications', 'PAYER', 'payers'],
    ['observations', 'ENCOUNTER', 'encounters'],
    ['procedures', 'ENCOUNTER', 'encounters'],
    ['providers', 'ORGANIZATION', 'organizations'],
  ])('has no row of %s whose %s is not in %s', (table, column, target) => {
    expect(rows[table].length).toBeGreaterThan(0);
    expect(findOrphans(table, column, target)).toEqual([]);
  });

  it('tells nothing before birth, after death or after its own last day', () => {
    const patients = new Map(rows.patients.map((row) => [row.Id, row]));
    const outside = rows.encounters.filter(({ PATIENT = '', START = '', STOP = '' }) => {
      const { BIRTHDATE = '', DEATHDATE = '' } = patients.get(PATIENT) ?? {};
      return START < BIRTHDATE || STOP > `${DEATHDATE || '2026-09-30'}T23:59:59Z` || STOP < START;
    });
    expect(outside).toEqual([]);
    expect(valuesOf('patients', 'DEATHDATE').filter(Boolean).length).toBeGreaterThan(0);
  });

  it('gives every diabetic metformin and HbA1c measurements', () => {
    const diabetics = rows.conditions.filter(({ CODE }) => CODE === '44054006').map(({ PATIENT }) => PATIENT);
    const treated = new Set(
      rows.medications.filter(({ CODE }) => CODE === '860975').map(({ PATIENT }) => PATIENT),
    );
    const measured = new Set(
      rows.observations.filter(({ CODE }) => CODE === '4548-4').map(({ PATIENT }) => PATIENT),
    );
    expect(diabetics.length).toBeGreaterThan(0);
    expect(diabetics.filter((patient) => !treated.has(patient) || !measured.has(patient))).toEqual([]);
  });

  it('keeps the leading zero of ZIP codes and the never-issued range of social security numbers', () => {
    expect(valuesOf('patients', 'ZIP').filter((zip) => !/^0\d{4}$/.test(zip))).toEqual([]);
    expect(valuesOf('patients', 'SSN').filter((ssn) => !/^999-\d\d-\d{4}$/.test(ssn))).toEqual([]);
  });
});
