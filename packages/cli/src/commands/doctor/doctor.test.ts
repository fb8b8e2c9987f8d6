import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
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

  it('refuses a Node that is too old', () => {
    expect(checkNode('22.1.0').level).toBe('problem');
    expect(checkNode('24.0.0').level).toBe('ok');
  });
});
