import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { platformActor } from '../../audit/index.ts';
import { openTestConnectors, realExport, type TestConnectors } from '../connectors.fixture.ts';
import { readDeclaredSources } from '../declared-sources/read-declared-sources.ts';

async function writeFiles({ dataDir }: TestConnectors, contents: Record<string, string>) {
  return await Promise.all(
    Object.entries(contents).map(async ([name, content]) => {
      const file = path.join(dataDir, name);
      await writeFile(file, content);
      return { name, path: file };
    }),
  );
}

const base = { connector: 'csv', schema: 'synthea', build: true, by: { actor: platformActor } };

it('runs one import of a source at a time', async () => {
  const connectors = await openTestConnectors();
  const files = await writeFiles(connectors, { 'patients.csv': 'Id,BIRTHDATE,ZIP\na,,\n' });
  const run = () => connectors.connectors.imports.import({ ...base, orgId: connectors.orgA, files });
  const outcomes = await Promise.allSettled([run(), run()]);
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason).toMatchObject({
    code: 'HF_CONNECTOR_IMPORT_RUNNING',
  });
});

it('keeps organisations apart', async () => {
  const connectors = await openTestConnectors();
  const { orgA, orgB, readers } = connectors;
  for (const [orgId, id] of [
    [orgA, 'a'],
    [orgB, 'b'],
  ] as const) {
    const files = await writeFiles(connectors, { 'patients.csv': `Id,BIRTHDATE,ZIP\n${id},,\n` });
    await connectors.connectors.imports.import({ ...base, orgId, files });
  }
  const idsOf = (orgId: string) =>
    readers
      .reader({ orgId, names: ['synthea'], ownWorkspace: 'healthcare' })
      .query('select Id from synthea.patients');
  expect(await idsOf(orgA)).toEqual([{ Id: 'a' }]);
  expect(await idsOf(orgB)).toEqual([{ Id: 'b' }]);
});

it('counts as imported when the builds do not start', async () => {
  const connectors = await openTestConnectors({ startBuilds: () => Promise.reject(new Error('no dbt')) });
  const files = await writeFiles(connectors, { 'patients.csv': 'Id,BIRTHDATE,ZIP\na,,\n' });
  const result = await connectors.connectors.imports.import({ ...base, orgId: connectors.orgA, files });
  expect(result).toMatchObject({ run_ids: [], tables: [{ rows: 1 }, { table: 'claims' }] });
});

it("imports the sample that a plugin's generator makes", async () => {
  const connectors = await openTestConnectors();
  const [module] = await writeFiles(connectors, {
    'generate.mjs': `import { writeFileSync } from 'node:fs';
      export async function generateSample({ patients, seed, outDir }) {
        writeFileSync(outDir + '/patients.csv', 'Id,BIRTHDATE,ZIP\\n' + ('s' + seed + ',,\\n').repeat(patients));
      }`,
  });
  const sampleModule = module?.path ?? '';
  const result = await connectors.connectors.imports.importSample({
    orgId: connectors.orgA,
    schema: 'synthea',
    sampleModule,
  });
  expect(result.tables[0]).toMatchObject({ table: 'patients', rows: 500 });
  expect(await connectors.reader.query('select distinct Id from synthea.patients')).toEqual([{ Id: 's1' }]);
});

it('keeps a sample generator to its folder', async () => {
  const connectors = await openTestConnectors();
  const [module] = await writeFiles(connectors, {
    'generate.mjs': `import { writeFileSync } from 'node:fs';
      export function generateSample() { writeFileSync(${JSON.stringify(path.join(connectors.dataDir, 'escaped'))}, ''); }`,
  });
  const options = { orgId: connectors.orgA, schema: 'synthea', sampleModule: module?.path ?? '' };
  await expect(connectors.connectors.imports.importSample(options)).rejects.toMatchObject({
    code: 'HF_WAREHOUSE_JOB_FAILED',
  });
  expect(await readdir(connectors.dataDir)).not.toContain('escaped');
});

async function readHealthcareSources() {
  const root = path.resolve(import.meta.dirname, '../../../../../plugins/healthcare');
  return await readDeclaredSources({ root, folder: path.join(root, 'dbt'), owner: 'healthcare' });
}

it("loads healthcare's own sample without a rejected row", async () => {
  const declared = await readHealthcareSources();
  const connectors = await openTestConnectors({ declaredSources: async () => declared });
  const options = {
    orgId: connectors.orgA,
    schema: 'synthea',
    sampleModule: declared[0]?.sample_module ?? '',
  };
  const result = await connectors.connectors.imports.importSample(options);
  expect(result.tables.filter((table) => table.rejected > 0)).toEqual([]);
  expect(result.tables.find((table) => table.table === 'patients')?.rows).toBe(500);
});

it.runIf(existsSync(realExport))(
  'loads a real Synthea export with the types that healthcare declares',
  async () => {
    const root = path.resolve(import.meta.dirname, '../../../../../plugins/healthcare');
    const declared = await readDeclaredSources({ root, folder: path.join(root, 'dbt'), owner: 'healthcare' });
    const connectors = await openTestConnectors({ declaredSources: async () => declared });
    const names = (await readdir(realExport)).filter((name) => name.endsWith('.csv'));
    const files = names.map((name) => ({ name, path: path.join(realExport, name) }));
    const result = await connectors.connectors.imports.import({ ...base, orgId: connectors.orgA, files });
    const rowsOf = (table: string) => result.tables.find((entry) => entry.table === table)?.rows;
    expect([rowsOf('patients'), rowsOf('encounters')]).toEqual([27, 604]);
    expect(result.tables.filter((table) => table.rejected > 0)).toEqual([]);
    const [row] = await connectors.reader.query(
      `select count(*) filter (ZIP = '02155') as zips, typeof(any_value(ZIP)) as zip, typeof(any_value(BIRTHDATE)) as born
     from synthea.patients`,
    );
    expect(row).toMatchObject({ zip: 'VARCHAR', born: 'DATE' });
    expect(row?.zips).toBeGreaterThan(0);
  },
);
