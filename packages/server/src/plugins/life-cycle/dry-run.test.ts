import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { lifeCycleApi, type PlanRequest, type StepRequest } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, writeFiles } from '@honeyframe/testkit';
import { create } from 'tar';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFrontend } from '../../frontend/index.ts';
import { everything, runSql, takeStep } from './uninstall/everything.fixture.ts';
import { listDatabase, listFolder } from './uninstall/inventory.fixture.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
let platform: TestPlatform;

const next: Readonly<Record<string, string>> = {
  ...everything,
  'plugin.yaml': (everything['plugin.yaml'] ?? '').replace('version: 1.0.0', 'version: 2.0.0'),
  'migrations/0002-more.sql': 'alter table visits add column room text;',
  'backend/words.ts': "export const text: string = 'visits of two';",
  'frontend/src/visits.tsx': 'export default function Visits() { return <p>Two</p>; }',
  'dbt/models/more.sql': 'select 1 as id',
};

beforeAll(async () => {
  platform = await startTestPlatform({
    env: { HONEYFRAME_PYTHON: '/none', PLUGIN_AUTO_INSTALL: 'none' },
    frontend: (folders) => ({ ...createFrontend({ ...folders, log: quiet }), ensureShell: async () => {} }),
  });
}, 60_000);
afterAll(() => platform.stop());

const life = () => platform.admin.client(lifeCycleApi);
const look = async () => ({
  database: await listDatabase(platform.databaseUrl),
  files: await listFolder(platform.dataDir),
  // Its rows are left out of the list, since signing in adds some.
  audited: await runSql(platform.databaseUrl, 'select count(*) from audit_log'),
});
const drop = (files: Readonly<Record<string, string>>) =>
  writeFiles(path.join(platform.dataDir, 'plugins/all-in'), files);
const dryRun = (request: StepRequest) =>
  life().plan({ body: { ...request, dry_run: true } satisfies PlanRequest });

async function send(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-archive-'));
  await writeFiles(path.join(folder, 'package'), files);
  const file = path.join(folder, 'plugin.tgz');
  await create({ gzip: true, file, cwd: folder }, ['package']);
  const headers = { 'content-type': 'application/gzip' };
  const body = await readFile(file);
  await rm(folder, { recursive: true });
  const sent = await platform.admin.fetch('/api/plugins/uploads', { method: 'POST', headers, body });
  return ((await sent.json()) as { upload: string }).upload;
}

it('plans an installation on every surface and leaves rows and files as they were', async () => {
  await drop(everything);
  const before = await look();
  const plan = await dryRun({ step: 'install', plugin: 'all-in' });
  expect(plan).toMatchObject({ blockers: [], migrations: [{ file: '0001-visits.sql' }] });
  expect(plan.warnings).toContainEqual(expect.objectContaining({ code: 'HF_DBT_PARSE_LATER' }));
  const surfaces = new Set(plan.changes.map(({ surface }) => surface));
  expect([...surfaces].sort()).toEqual([
    'blocks',
    'dbt',
    'files',
    'nav',
    'pages',
    'routes',
    'schedules',
    'settings',
  ]);
  expect(await look()).toEqual(before);
}, 60_000);

it('does the same for an archive, when it is given up', async () => {
  const before = await look();
  const sent = Object.entries(everything).map(([name, text]) => [
    name,
    text.replaceAll(/all[-_]in/g, 'sent'),
  ]);
  const upload = await send(Object.fromEntries(sent));
  expect(await look()).not.toEqual(before);
  expect(await dryRun({ step: 'install', upload })).toMatchObject({ plugin: 'sent', blockers: [] });
  await life().discardUpload({ params: { upload } });
  expect(await look()).toEqual(before);
}, 60_000);

it('plans an upgrade, and a roll-back, the same way', async () => {
  await takeStep(platform, { step: 'install', plugin: 'all-in' });
  await drop(next);
  const installed = await look();
  const plan = await dryRun({ step: 'upgrade', plugin: 'all-in' });
  expect(plan).toMatchObject({ blockers: [], from: { version: '1.0.0' }, to: { version: '2.0.0' } });
  expect(plan.changes).toContainEqual(
    expect.objectContaining({ surface: 'dbt', change: 'added', name: 'more' }),
  );
  expect(await look()).toEqual(installed);
  await takeStep(platform, { step: 'upgrade', plugin: 'all-in' });
  const upgraded = await look();
  await dryRun({ step: 'roll_back', plugin: 'all-in' });
  await dryRun({ step: 'uninstall', plugin: 'all-in', data: 'purge' });
  expect(await look()).toEqual(upgraded);
}, 120_000);

it('keeps an archive that was installed before it is given up', async () => {
  const upload = await send({
    'plugin.yaml':
      'name: lab\nversion: 1.0.0\nrouters: ["./backend/lab.ts:router"]\npermissions: [lab.read]\n',
    'backend/lab.ts': `export const router = async (app) => {
      app.get('/', { config: { permission: 'lab.read' } }, async () => ({ ok: true }));
    };`,
  });
  await takeStep(platform, { step: 'install', upload });
  await life().discardUpload({ params: { upload } });
  await platform.restart();
  expect((await platform.admin.fetch('/api/lab/')).status).toBe(200);
});
