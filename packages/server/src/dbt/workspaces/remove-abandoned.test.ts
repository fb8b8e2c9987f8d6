import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { removeAbandoned } from './remove-abandoned.ts';

it('removes what a killed process left, and neither versions nor what another one works on', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-abandoned-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const name of ['.parse-old', '.fetch-new', 'healthcare']) {
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, 'manifest.json'), '{}');
  }
  const longAgo = new Date('2026-01-01');
  for (const name of ['.parse-old', 'healthcare']) await utimes(path.join(folder, name), longAgo, longAgo);
  await removeAbandoned(folder);
  expect((await readdir(folder)).sort()).toEqual(['.fetch-new', 'healthcare']);
  await removeAbandoned(path.join(folder, 'nowhere'));
});
