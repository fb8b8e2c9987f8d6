import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, it, onTestFinished } from 'vitest';
import { createPythonEnvironment } from './index.ts';

const log = { info: () => {}, warn: () => {} };
const bin = inject('pythonBin');
const folder = path.dirname(path.dirname(bin));

it('is ready at once on a second start', async () => {
  const environment = await createPythonEnvironment({ folder, log });
  expect(environment.state).toMatchObject({ status: 'ready', bin });
});

it('is the same environment when its folder is reached through a link', async () => {
  const other = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-python-'));
  onTestFinished(() => rm(other, { recursive: true, force: true }));
  await symlink(folder, path.join(other, 'python'));
  const environment = await createPythonEnvironment({ folder: path.join(other, 'python'), log });
  expect(environment.state).toMatchObject({ status: 'ready', bin });
});

it('is not ready any more when its marker belongs to another lock', async () => {
  const other = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-python-'));
  onTestFinished(() => rm(other, { recursive: true, force: true }));
  const marker = JSON.parse(await readFile(path.join(folder, 'environment.json'), 'utf8'));
  const changed = { ...marker, folder: path.join(other, 'environment'), lock_sha256: 'another' };
  await writeFile(path.join(other, 'environment.json'), JSON.stringify(changed));
  const environment = await createPythonEnvironment({ folder: other, log });
  expect(environment.state).toEqual({ status: 'missing' });
});

it('carries the same DuckDB as the Node package, so that each reads what the other wrote', async () => {
  const require = createRequire(import.meta.url);
  const { version } = require('@duckdb/node-api/package.json') as { version: string };
  const environment = await createPythonEnvironment({ folder, log });
  expect(environment.state).toMatchObject({ versions: { duckdb: version.split('-')[0] } });
});

it('runs dbt', async () => {
  const { stdout } = await promisify(execFile)(path.join(bin, 'dbt'), ['--version'], {
    env: { PATH: '/usr/bin:/bin', DBT_SEND_ANONYMOUS_USAGE_STATS: 'false', DBT_VERSION_CHECK: 'false' },
  });
  expect(stdout).toContain('duckdb');
});
