import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startFakePlatform } from '../../fake-platform.fixture.ts';
import { runProgram } from '../../run-program.fixture.ts';
import { checkNode } from './check-machine.ts';
import type { Finding } from './finding.ts';

async function examine(prepare: (dataDir: string) => Promise<NodeJS.ProcessEnv> = async () => ({})) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-doctor-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const env = { DATA_DIR: folder, INSTALL_DIR: folder, PORT: '0', ...(await prepare(folder)) };
  const { exitCode, printed } = await runProgram(['doctor', '--json'], { env });
  const report = JSON.parse(printed) as { ok: boolean; findings: Finding[] };
  const find = (check: string) => report.findings.find((finding) => finding.check === check);
  return { exitCode, ok: report.ok, find };
}

const ghost = { kind: 'schema', name: 'plugin_ghost' };

/** A platform that runs well, with one thing left behind. */
async function startWithOrphans(
  outcome: unknown = { removed: [ghost], failed: [] },
  listing: 'open' | 'forbidden' = 'open',
) {
  const detail = 'no plugin of this name is installed; its tables and their rows are removed';
  const orphans = [{ ...ghost, detail, size: '1 table with 2 rows, 8 kB' }];
  const engine = { state: 'ready', version: '1.12.0', message: '', hint: '', progress: null };
  const main = { id: '0b9a1a3e-0c1f-4b8e-9a57-b2b6c1a4a001', slug: 'main', name: 'Main' };
  const platform = await startFakePlatform({
    'GET /readyz': { database: 'ok', plugins: 'ok' },
    'GET /api/orgs': { orgs: [main] },
    'GET /api/plugins': { plugins: [] },
    'GET /api/dbt/workspaces': { engine, workspaces: [] },
    ...(listing === 'open' && { 'GET /api/system/orphans': { orphans } }),
    'POST /api/system/orphans/remove': outcome,
  });
  await chmod(path.join(platform.dataDir, 'secrets'), 0o700);
  await chmod(path.join(platform.dataDir, 'secrets', 'operator-socket'), 0o600);
  // No Python: looking at one takes a second, and each test here looks several times.
  return {
    ...platform,
    env: { DATA_DIR: platform.dataDir, INSTALL_DIR: platform.dataDir, HONEYFRAME_PYTHON: '/none' },
  };
}

describe('doctor', () => {
  it('looks at the machine when no platform runs, and says so', async () => {
    const { exitCode, ok, find } = await examine();
    expect({ exitCode, ok }).toEqual({ exitCode: 0, ok: true });
    expect(find('platform')).toMatchObject({ level: 'warn', message: 'not running' });
    for (const check of ['node', 'data', 'port', 'plugins']) expect(find(check)?.level).toBe('ok');
  });

  it('finds secrets that others can read, with the command that closes them', async () => {
    const { exitCode, find } = await examine(async (dataDir) => {
      await mkdir(path.join(dataDir, 'secrets'), { mode: 0o700 });
      await writeFile(path.join(dataDir, 'secrets', 'platform.key'), 'key');
      await chmod(path.join(dataDir, 'secrets', 'platform.key'), 0o644);
      return {};
    });
    expect(exitCode).toBe(1);
    expect(find('secrets')).toMatchObject({ level: 'problem', hint: expect.stringContaining('chmod go=') });
  });

  it('finds a port in use and a plugin with errors', async () => {
    const { exitCode, find } = await examine(async (dataDir) => {
      await mkdir(path.join(dataDir, 'plugins', 'bad'), { recursive: true });
      await writeFile(path.join(dataDir, 'plugins', 'bad', 'plugin.yaml'), 'name: bad\n');
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      onTestFinished(() => void server.close());
      const address = server.address();
      return { PORT: typeof address === 'object' && address ? String(address.port) : '' };
    });
    expect(exitCode).toBe(1);
    expect(find('port')).toMatchObject({ level: 'problem', hint: expect.stringContaining('PORT') });
    expect(find('plugins')).toMatchObject({ level: 'problem', message: expect.stringContaining("'bad'") });
  });

  it('finds a data directory that is a file, and warns of a Python that is none', async () => {
    const { exitCode, find } = await examine(async (dataDir) => {
      await writeFile(path.join(dataDir, 'file'), '');
      return { DATA_DIR: path.join(dataDir, 'file'), HONEYFRAME_PYTHON: '/no/python' };
    });
    expect(exitCode).toBe(1);
    expect(find('data')).toMatchObject({ level: 'problem', message: expect.stringContaining('no folder') });
    expect(find('python')).toMatchObject({ level: 'warn', message: expect.stringContaining('/no/python') });
  });

  it('explains what belongs to no plugin, and removes it when told to', async () => {
    const platform = await startWithOrphans();
    const looked = await runProgram(['doctor'], { env: platform.env });
    expect(looked.exitCode).toBe(0);
    expect(looked.printed).toContain(
      "schema 'plugin_ghost' (1 table with 2 rows, 8 kB): no plugin of this name is installed",
    );
    expect(looked.printed).toContain('doctor --fix');
    const fixed = await runProgram(['doctor', '--fix', '--yes', '--json'], { env: platform.env });
    expect(fixed.exitCode).toBe(0);
    expect(JSON.parse(fixed.printed)).toMatchObject({ ok: true, removed: [ghost], failed: [] });
    expect(JSON.parse(platform.seen.at(-1)?.body ?? '')).toEqual({ orphans: [ghost] });
  });

  it('removes nothing after a no, nor where nobody can be asked', async () => {
    const platform = await startWithOrphans();
    const confirm = async (question: string) => {
      expect(question).toContain('Remove 1 thing for good?');
      return false;
    };
    const refused = await runProgram(['doctor', '--fix'], { env: platform.env, confirm });
    expect(refused).toMatchObject({ exitCode: 1, noted: 'Nothing was done.' });
    const silent = await runProgram(['doctor', '--fix'], { env: platform.env });
    expect(silent).toMatchObject({ exitCode: 1, noted: expect.stringContaining('--yes') });
    expect(platform.seen.map(({ route }) => route)).not.toContain('POST /api/system/orphans/remove');
  });

  it('fails when something could not be removed, with the reason', async () => {
    const failed = [{ ...ghost, reason: 'it is in use' }];
    const platform = await startWithOrphans({ removed: [], failed });
    const run = await runProgram(['doctor', '--fix', '--yes'], { env: platform.env });
    expect(run).toMatchObject({ exitCode: 1, printed: expect.stringContaining('it is in use') });
  });

  it('says who may not see what was left behind, and goes on', async () => {
    const platform = await startWithOrphans(undefined, 'forbidden');
    const run = await runProgram(['doctor'], { env: platform.env });
    expect(run).toMatchObject({ exitCode: 0, printed: expect.stringContaining('not everything could be') });
  });

  it('refuses a Node that is too old', () => {
    expect(checkNode('22.1.0').level).toBe('problem');
    expect(checkNode('24.0.0').level).toBe('ok');
  });
});
