import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startFakePlatform } from '../fake-platform.fixture.ts';
import { runProgram } from '../run-program.fixture.ts';

async function createFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-backup-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

const route = 'POST /api/system/backup';

describe('backup', () => {
  it('writes what the platform sends into a file for this account only, and replaces none', async () => {
    const platform = await startFakePlatform({
      [route]: (response: ServerResponse) => void response.end('archive'),
    });
    const [folder, env] = [await createFolder(), { DATA_DIR: platform.dataDir }];
    const run = await runProgram(['backup', 'all.tar', '--json'], { env, cwd: folder });
    const file = path.join(folder, 'all.tar');
    expect(JSON.parse(run.printed)).toEqual({ file, bytes: 7 });
    expect(await readFile(file, 'utf8')).toBe('archive');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await runProgram(['backup', file], { env })).toMatchObject({
      exitCode: 1,
      noted: expect.stringContaining('exists already'),
    });
  });

  it('leaves nothing when the platform breaks off', async () => {
    const breakOff = (response: ServerResponse) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('archi', () => response.destroy());
    };
    const platform = await startFakePlatform({ [route]: breakOff });
    const folder = await createFolder();
    const run = await runProgram(['backup', 'all.tar'], { env: { DATA_DIR: platform.dataDir }, cwd: folder });
    expect(run).toMatchObject({ exitCode: 1, noted: expect.stringContaining('was broken off') });
    expect(await readdir(folder)).toEqual([]);
  });
});
