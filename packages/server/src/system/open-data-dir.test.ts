import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openDataDir } from './open-data-dir.ts';
import { requireFreeSpace } from './require-free-space.ts';

async function createFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-data-'));
  onTestFinished(async () => {
    await chmod(folder, 0o700);
    await rm(folder, { recursive: true, force: true });
  });
  return folder;
}

async function holdInProcess(dataDir: string): Promise<() => Promise<void>> {
  const module = path.join(import.meta.dirname, 'open-data-dir.ts');
  const script = `import { openDataDir } from ${JSON.stringify(module)};
    await openDataDir({ dataDir: ${JSON.stringify(dataDir)} }); console.log('held'); process.stdin.resume();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return async () => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
}

it('creates its folders and keeps them from other accounts', async () => {
  const dataDir = path.join(await createFolder(), 'new');
  const opened = await openDataDir({ dataDir });
  onTestFinished(() => opened.close());
  expect((await lstat(opened.secrets)).mode & 0o777).toBe(0o700);
  expect((await lstat(dataDir)).mode & 0o066).toBe(0);
});

it('refuses a second platform on one data directory until the first one closes it', async () => {
  const dataDir = await createFolder();
  const first = await openDataDir({ dataDir });
  await expect(openDataDir({ dataDir })).rejects.toMatchObject({ code: 'HF_SYSTEM_DATA_DIR_LOCKED' });
  first.close();
  const second = await openDataDir({ dataDir });
  second.close();
});

it('refuses a second process, and frees the directory when the first is killed', async () => {
  const dataDir = await createFolder();
  const kill = await holdInProcess(dataDir);
  await expect(openDataDir({ dataDir })).rejects.toMatchObject({ code: 'HF_SYSTEM_DATA_DIR_LOCKED' });
  await kill();
  const opened = await openDataDir({ dataDir });
  opened.close();
});

it('says so when the data directory is a file', async () => {
  const file = path.join(await createFolder(), 'file');
  await writeFile(file, '');
  const failure = { code: 'HF_SYSTEM_DATA_DIR_UNUSABLE', context: { reason: 'it is a file, not a folder' } };
  await expect(openDataDir({ dataDir: file })).rejects.toMatchObject(failure);
});

it.skipIf(process.getuid?.() === 0)('says so when the data directory may not be written', async () => {
  const dataDir = await createFolder();
  await chmod(dataDir, 0o500);
  await expect(openDataDir({ dataDir })).rejects.toMatchObject({ code: 'HF_SYSTEM_DATA_DIR_UNUSABLE' });
});

it('says how much space is missing on a full disk', async () => {
  const failure = { code: 'HF_SYSTEM_DISK_FULL' };
  await expect(requireFreeSpace(await createFolder(), Number.MAX_SAFE_INTEGER)).rejects.toMatchObject(
    failure,
  );
});
