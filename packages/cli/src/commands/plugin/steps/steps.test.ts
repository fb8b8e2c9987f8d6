import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { PluginPlan } from '@honeyframe/contract/api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startFakePlatform } from '../../../fake-platform.fixture.ts';
import { runProgram } from '../../../run-program.fixture.ts';

const main = { id: '0b1a6c3e-7c1f-4d7e-9a51-3f9a4c0f6f10', slug: 'main', name: 'Main' };
const other = { id: '0b1a6c3e-7c1f-4d7e-9a51-3f9a4c0f6f12', slug: 'other', name: 'Other' };
const version = (text: string) => ({ version: text, generation: `${text}-generation` });
const plan: PluginPlan = {
  id: 'plan-1',
  step: 'upgrade',
  plugin: 'clinic',
  display_name: 'Clinic',
  source: 'customer',
  from: version('1.0.0'),
  to: version('1.1.0'),
  org: null,
  data: null,
  changes: [
    { surface: 'files', change: 'changed', name: 'plugin.yaml', detail: '20 bytes' },
    { surface: 'routes', change: 'added', name: 'GET /api/clinic/visits', detail: 'visit.read' },
  ],
  migrations: [{ file: '0002.sql', sql: 'alter table visits\n  add column note text;', direction: 'up' }],
  permissions: [],
  seeds: [],
  access: [
    {
      org_id: main.id,
      user_id: main.id,
      email: 'nora@example.org',
      permission: 'visit.edit',
      change: 'gains',
      through: 'clinic_staff',
    },
  ],
  approvals: [{ kind: 'public_route', name: 'GET /open', reason: 'Anybody may call it.' }],
  blockers: [],
  warnings: [],
};
const blocked: PluginPlan = {
  ...plan,
  blockers: [
    {
      severity: 'error',
      code: 'HF_ROUTE_PERMISSION_MISSING',
      message: 'The route names no permission.',
      hint: 'Add one.',
      plugin: 'clinic',
      file: 'backend/visits.ts',
      line: 3,
      column: 7,
    },
  ],
};
const record = {
  id: 'step-1',
  at: '2026-01-01T00:00:00.000Z',
  step: 'upgrade',
  plugin: 'clinic',
  actor: 'command line',
  from_version: '1.0.0',
  to_version: '1.1.0',
  org: null,
  outcome: 'done',
  reason: null,
};

const start = (answers: Record<string, unknown> = {}, options = {}) =>
  startFakePlatform(
    {
      'GET /api/orgs': { orgs: [main] },
      'POST /api/plugins/plan': plan,
      'POST /api/plugins/steps': { plan, record },
      ...answers,
    },
    options,
  );

function createPlugin(): string {
  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'honeyframe-steps-')), 'clinic');
  onTestFinished(() => rmSync(path.dirname(folder), { recursive: true, force: true }));
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'plugin.yaml'), 'name: clinic\nversion: 1.1.0\n');
  return folder;
}

const bodyOf = (seen: readonly { route: string; body: string }[], route: string) =>
  JSON.parse(seen.findLast((each) => each.route === route)?.body ?? '{}');

describe('plugin plan', () => {
  it('shows who gains what, each surface, SQL, and what is to be approved', async () => {
    const { dataDir } = await start();
    const run = await runProgram(['plugin', 'plan', 'clinic', '--step', 'upgrade'], {
      env: { DATA_DIR: dataDir },
    });
    expect(run.exitCode).toBe(0);
    for (const line of [
      'Upgrade Clinic from 1.0.0 to 1.1.0',
      '  1 person gains “edit visits”; nobody loses anything.',
      '  + nora@example.org gains visit.edit through clinic_staff',
      '  + GET /api/clinic/visits  visit.read',
      '  ~ plugin.yaml  20 bytes',
      'Migration 0002.sql',
      '    add column note text;',
      '  ! public route GET /open: Anybody may call it.',
    ])
      expect(run.printed.split('\n')).toContain(line);
  });

  it('ends with 1 where something blocks it, with its place and a hint', async () => {
    const { dataDir } = await start({ 'POST /api/plugins/plan': blocked });
    const args = ['plugin', 'plan', 'clinic', '--step', 'upgrade'];
    const text = await runProgram(args, { env: { DATA_DIR: dataDir } });
    expect(text.exitCode).toBe(1);
    expect(text.printed).toContain('backend/visits.ts:3:7 HF_ROUTE_PERMISSION_MISSING');
    expect(text.printed).toContain('Add one.');
    const json = await runProgram([...args, '--json'], { env: { DATA_DIR: dataDir } });
    expect(json.exitCode).toBe(1);
    expect(JSON.parse(json.printed)).toEqual({ ok: false, ...blocked });
  });

  it('names a folder to the platform of this machine, and upgrades what is installed', async () => {
    const folder = createPlugin();
    const platform = await start({ 'GET /api/plugins': { plugins: [] } });
    const run = await runProgram(['plugin', 'plan', 'clinic', '--json'], {
      env: { DATA_DIR: platform.dataDir },
      cwd: path.dirname(folder),
    });
    expect(run.exitCode).toBe(0);
    expect(bodyOf(platform.seen, 'POST /api/plugins/plan')).toEqual({
      step: 'install',
      folder,
      dry_run: true,
    });
  });

  it('tells everything that is wrong with a manifest, and needs no platform for that', async () => {
    const folder = createPlugin();
    writeFileSync(path.join(folder, 'plugin.yaml'), 'name: clinic\nversion: 1.10\npermissions: [A.b]\n');
    const run = await runProgram(['plugin', 'plan', folder, '--json'], { env: { DATA_DIR: folder } });
    expect(run.exitCode).toBe(1);
    const result = JSON.parse(run.printed);
    expect(result).toMatchObject({ ok: false, plugin: 'clinic' });
    expect(result.blockers.map(({ line }: { line: number }) => line)).toEqual([2, 3]);
    const text = await runProgram(['plugin', 'plan', folder], { env: { DATA_DIR: folder } });
    expect(text.printed).toMatch(/Blocked by\n.*plugin\.yaml:2:\d+ HF_/);
  });

  it('ends with 2 for a folder that is not there, a step that is none, and nothing at all', async () => {
    const { dataDir } = await start();
    const env = { DATA_DIR: dataDir };
    for (const args of [['./gone'], ['clinic', '--step', 'explode'], ['gone.tgz'], ['No Name']])
      expect(await runProgram(['plugin', 'plan', ...args], { env })).toMatchObject({
        exitCode: 2,
        printed: '',
      });
  });
});

describe('a step', () => {
  it('refuses without a terminal and without --yes, and sends nothing', async () => {
    const platform = await start();
    const run = await runProgram(['plugin', 'upgrade', 'clinic'], { env: { DATA_DIR: platform.dataDir } });
    expect(run).toMatchObject({ exitCode: 1, noted: expect.stringContaining('--dry-run') });
    expect(platform.seen.map(({ route }) => route)).not.toContain('POST /api/plugins/steps');
  });

  it('asks, and does nothing after a no', async () => {
    const platform = await start();
    const questions: string[] = [];
    const confirm = async (question: string) => {
      questions.push(question.trim());
      return questions.length > 1;
    };
    const env = { DATA_DIR: platform.dataDir };
    const refused = await runProgram(['plugin', 'upgrade', 'clinic'], { env, confirm });
    expect(refused).toMatchObject({ exitCode: 1, noted: 'Nothing was done.' });
    expect(platform.seen.map(({ route }) => route)).not.toContain('POST /api/plugins/steps');
    const agreed = await runProgram(['plugin', 'upgrade', 'clinic'], { env, confirm });
    expect(agreed).toMatchObject({ exitCode: 0, printed: expect.stringContaining('Done: Upgrade Clinic') });
    expect(questions[0]).toBe('Upgrade Clinic from 1.0.0 to 1.1.0, and approve one thing?');
  });

  it('carries out exactly the plan that it showed', async () => {
    const platform = await start();
    const env = { DATA_DIR: platform.dataDir };
    const run = await runProgram(['plugin', 'uninstall', 'clinic', '--purge', '--yes', '--json'], { env });
    expect(JSON.parse(run.printed)).toEqual({ ok: true, plan, record });
    expect(bodyOf(platform.seen, 'POST /api/plugins/steps')).toEqual({
      step: 'uninstall',
      plugin: 'clinic',
      data: 'purge',
      plan_id: 'plan-1',
    });
  });

  it('only shows the plan with --dry-run, and when it is blocked', async () => {
    const platform = await start({ 'POST /api/plugins/plan': blocked });
    const env = { DATA_DIR: platform.dataDir };
    for (const flag of ['--dry-run', '--yes']) {
      const run = await runProgram(['plugin', 'upgrade', 'clinic', flag], { env });
      expect(run).toMatchObject({ exitCode: 1, printed: expect.stringContaining('Blocked by') });
    }
    expect(platform.seen.map(({ route }) => route)).not.toContain('POST /api/plugins/steps');
  });

  it('needs the organisation only where one is concerned', async () => {
    const platform = await start({ 'GET /api/orgs': { orgs: [main, other] } });
    const env = { DATA_DIR: platform.dataDir };
    expect((await runProgram(['plugin', 'upgrade', 'clinic', '--dry-run'], { env })).exitCode).toBe(0);
    const disable = ['plugin', 'disable', 'clinic', '--dry-run'];
    expect(await runProgram(disable, { env })).toMatchObject({
      exitCode: 1,
      noted: expect.stringContaining('main, other'),
    });
    expect((await runProgram([...disable, '--org', 'other'], { env })).exitCode).toBe(0);
    expect(platform.seen.at(-1)?.org).toBe(other.id);
  });

  it('goes back to a version by its number or by the beginning of its generation', async () => {
    const generation = (text: string, active = false) => ({ ...version(text), at: record.at, active });
    const history = { generations: [generation('1.1.0', true), generation('1.0.0')], steps: [] };
    const platform = await start({ 'GET /api/plugins/clinic/history': history });
    const env = { DATA_DIR: platform.dataDir };
    for (const to of ['1.0.0', '1.0.0-gen']) {
      await runProgram(['plugin', 'rollback', 'clinic', '--to', to, '--dry-run'], { env });
      expect(bodyOf(platform.seen, 'POST /api/plugins/plan')).toEqual({
        dry_run: true,
        step: 'roll_back',
        plugin: 'clinic',
        generation: '1.0.0-generation',
      });
    }
    const unknown = await runProgram(['plugin', 'rollback', 'clinic', '--to', '9'], { env });
    expect(unknown).toMatchObject({ exitCode: 1, noted: expect.stringContaining('1.0.0-ge (1.0.0)') });
  });

  it('packs a folder for a platform elsewhere, and sends it with its checksum', async () => {
    const folder = createPlugin();
    const upload = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
    const answer = { upload, plugin: 'clinic', version: '1.1.0', generation: 'g' };
    const session = {
      user: { id: main.id, email: 'a@b.c', display_name: '', is_superadmin: true },
      org: null,
      orgs: [main],
      must_change_password: false,
      expires_at: '2030-01-01T00:00:00Z',
    };
    const sent: string[] = [];
    const platform = await start(
      { 'GET /api/auth/session': session },
      {
        tcp: true,
        others: (route: string) => {
          sent.push(route);
          return answer;
        },
      },
    );
    const args = ['plugin', 'install', folder, '--dry-run', '--url', platform.url, '--token', 'hf_secret'];
    const run = await runProgram(args);
    expect(run).toMatchObject({ exitCode: 0, noted: '' });
    expect(sent[0]).toMatch(/^POST \/api\/plugins\/uploads\?checksum=sha256%3A[0-9a-f]{64}$/);
    expect(bodyOf(platform.seen, 'POST /api/plugins/plan')).toEqual({
      step: 'install',
      upload,
      dry_run: true,
    });
    expect(platform.seen.at(-1)?.route).toBe(`DELETE /api/plugins/uploads/${upload}`);
  }, 60_000);
});
