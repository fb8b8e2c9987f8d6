import { chmod, mkdtemp, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { dbtApi, dbtCatalogueApi, warehouseApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform } from '@honeyframe/testkit';
import { expect, inject, it, onTestFinished, vi } from 'vitest';
import { useWarehouseServer } from '../dbt/runs/warehouse/postgres/postgres-organisation.fixture.ts';

const server = useWarehouseServer();

/** With the plugins that are shipped, and the platform's own workspace. */
const installDir = path.resolve(import.meta.dirname, '../../../..');
const workspaces = ['platform', 'healthcare', 'finance'];
const BUILD_MS = 300_000;

/** The platform as it starts for the first time: the sample is loaded, and DuckDB builds it. */
async function openPlatform(): Promise<TestPlatform> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-shipped-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  await chmod(dataDir, 0o711);
  await symlink(path.resolve(inject('pythonBin'), '../..'), path.join(dataDir, 'python'));
  const platform = await startTestPlatform({
    env: { INSTALL_DIR: installDir, DATA_DIR: dataDir, HONEYFRAME_WAREHOUSE_HOSTS: server.host },
  });
  onTestFinished(() => platform.stop());
  return platform;
}

/** Waits for the newest run of a workspace in which this many were asked for. */
async function waitForBuild({ admin }: TestPlatform, workspace: string, count: number) {
  const signal = AbortSignal.timeout(BUILD_MS);
  for (;;) {
    const { rows, total } = await admin.client(dbtApi).listRuns({ query: { workspace } });
    const [last] = rows;
    if (total >= count && last?.finished_at) return last;
    await setTimeout(500, undefined, { signal });
  }
}

type Answer = Readonly<Record<string, unknown>> & { readonly rows?: readonly Record<string, unknown>[] };

/** What a page shows, without the time of the build. */
async function get({ admin }: TestPlatform, address: string): Promise<Answer> {
  const response = await admin.fetch(`/api/${address}`);
  const text = await response.text();
  expect(response.status, `${address}: ${text}`).toBe(200);
  const { data_as_of: _, ...answer } = JSON.parse(text);
  return answer;
}

const lists = [
  'healthcare/kpis',
  'healthcare/encounters-by-month?months=24',
  'healthcare/patients?page_size=200&sort=-total_cost',
  'healthcare/patients?page_size=200&page=2&sort=display_name',
  'healthcare/patients?risk_band=high&deceased=false&sex=female&sort=-risk_score',
  'healthcare/patients?follow_up=true',
  'healthcare/patients?follow_up=false&page_size=1',
  'healthcare/patients?search=an%20%C3%A9&sort=-age',
  "healthcare/patients?search='%25_.*",
  'healthcare/patients/choices',
  'healthcare/doctors?page_size=200',
  'healthcare/doctors?search=hosp&sort=-patient_count',
  'healthcare/doctors/specialities',
  'finance/costs',
  'finance/costs?from=2019-04&to=2020-03&encounter_class=wellness',
  'finance/costs/choices',
];

const ofPatient = [
  '',
  '/timeline?page_size=200',
  '/timeline?kinds=condition,death',
  '/encounters?page_size=200',
]
  .concat(['/conditions', '/medications', '/observations', '/costs'])
  .concat(['/observations/series?codes=29463-7,8480-6']);

/** What every page of the plugins shows, by address. */
async function readPages(platform: TestPlatform): Promise<Record<string, Answer>> {
  const pages: Record<string, Answer> = {};
  for (const address of lists) pages[address] = await get(platform, address);
  const { rows: patients = [] } = pages['healthcare/patients?page_size=200&sort=-total_cost'] ?? {};
  for (const { patient_id } of patients.slice(0, 12))
    for (const part of ofPatient) {
      const address = `healthcare/patients/${patient_id}${part}`;
      pages[address] = await get(platform, address);
    }
  const { rows: doctors = [] } = pages['healthcare/doctors?page_size=200'] ?? {};
  for (const { provider_id } of doctors.slice(0, 3))
    for (const part of ['', '/patients?page_size=200']) {
      const address = `healthcare/doctors/${provider_id}${part}`;
      pages[address] = await get(platform, address);
    }
  return pages;
}

/** Rows of every table of the plugins, by name; the list answers before all are counted. */
async function countRows({ admin }: TestPlatform): Promise<Record<string, number | null>> {
  const count = async () => {
    const { rows } = await admin.client(dbtCatalogueApi).listDatasets({ query: { page_size: 200 } });
    const tables = rows.filter(
      ({ materialisation, workspace }) => materialisation === 'table' && workspace !== 'platform',
    );
    expect(tables.map(({ row_count }) => row_count)).not.toContain(null);
    return Object.fromEntries(tables.map(({ id, row_count }) => [id, row_count]));
  };
  return await vi.waitFor(count, { timeout: 60_000, interval: 500 });
}

it('builds the shipped plugins in PostgreSQL as in DuckDB, and their pages show the same', async () => {
  const platform = await openPlatform();
  for (const workspace of workspaces)
    expect(await waitForBuild(platform, workspace, 1), workspace).toMatchObject({ state: 'success' });
  const inFiles = { pages: await readPages(platform), rows: await countRows(platform) };
  expect(Object.keys(inFiles.rows)).toHaveLength(11);

  const database = await server.createDatabase();
  // What was never built there is built at once.
  await platform.admin.client(warehouseApi).setConnection({ body: { url: database.url } });
  for (const workspace of workspaces)
    expect(await waitForBuild(platform, workspace, 2), workspace).toMatchObject({
      state: 'success',
      error: null,
      failed_count: 0,
    });
  expect(await countRows(platform)).toEqual(inFiles.rows);
  expect(await readPages(platform)).toEqual(inFiles.pages);
  // They do come from there.
  await database.query('update healthcare.healthcare_kpis set patient_count = 7');
  expect(await get(platform, 'healthcare/kpis')).toMatchObject({ patient_count: 7 });

  await platform.admin.client(warehouseApi).removeConnection();
  const dbt = platform.admin.client(dbtApi);
  const { id } = await dbt.createRun({ body: { workspace: 'healthcare' } });
  expect(await waitForBuild(platform, 'healthcare', 3)).toMatchObject({ id, state: 'success' });
  const { nodes } = await dbt.getRun({ params: { id } });
  const models = nodes.filter(({ resource_type }) => resource_type === 'model');
  // Nothing has changed since the first build in files, and no model of it asks for the time of day.
  expect(models.filter(({ state }) => state !== 'unchanged')).toEqual([]);
  expect(models.length).toBeGreaterThan(20);
}, 900_000);
