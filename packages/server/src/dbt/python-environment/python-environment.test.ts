import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createPythonEnvironment, type PythonEnvironmentState } from './index.ts';

const log = { info: () => {}, warn: () => {} };

async function createFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-python-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A program that answers the look for a Python as one of that version would. */
async function createFakePython(folder: string, version: string): Promise<string> {
  const file = path.join(folder, 'fake-python');
  const answer = JSON.stringify({ version: version.split('.').map(Number), executable: file });
  await writeFile(file, `#!/bin/sh\necho '${answer}'\n`, { mode: 0o755 });
  return file;
}

it('is missing before it is installed, and nothing is installed by looking', async () => {
  const folder = await createFolder();
  const environment = await createPythonEnvironment({ folder, log });
  expect(environment.state).toEqual({ status: 'missing' });
  expect(await readdir(folder)).toEqual([]);
});

it('names the Python that was chosen and does not exist', async () => {
  const environment = await createPythonEnvironment({
    folder: await createFolder(),
    python: '/no/python',
    log,
  });
  expect(await environment.install()).toMatchObject({
    status: 'failed',
    problem: {
      code: 'HF_SYSTEM_PYTHON_MISSING',
      context: { searched: " (HONEYFRAME_PYTHON is '/no/python')" },
    },
  });
});

it('refuses a Python that is too old', async () => {
  const folder = await createFolder();
  const python = await createFakePython(folder, '3.9.18');
  const environment = await createPythonEnvironment({ folder, python, log });
  expect(await environment.install()).toMatchObject({ problem: { code: 'HF_SYSTEM_PYTHON_MISSING' } });
});

it('says in one sentence that the package index cannot be reached', async () => {
  const folder = await createFolder();
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']) {
    vi.stubEnv(name, 'http://127.0.0.1:9');
  }
  vi.stubEnv('PIP_FIND_LINKS', '');
  vi.stubEnv('PIP_NO_CACHE_DIR', '1');
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const environment = await createPythonEnvironment({ folder, log });
  const state = await environment.install();
  expect(state).toMatchObject({ status: 'failed', problem: { code: 'HF_SYSTEM_PYTHON_OFFLINE' } });
  expect((await readdir(folder)).filter((name) => name.startsWith('environment'))).toEqual([]);
});

it('stops at once when it is cancelled, and leaves nothing half-made', async () => {
  const folder = await createFolder();
  const cancel = new AbortController();
  const onProgress = (state: PythonEnvironmentState): void => {
    if (state.status === 'installing' && state.step.startsWith('Making')) cancel.abort();
  };
  const environment = await createPythonEnvironment({ folder, log, onProgress });
  const state = await environment.install(cancel.signal);
  expect(state).toMatchObject({ status: 'failed', problem: { code: 'HF_SYSTEM_CANCELLED' } });
  expect((await readdir(folder)).filter((name) => name.startsWith('environment'))).toEqual([]);
});

it('shares one installation between calls at the same time', async () => {
  const environment = await createPythonEnvironment({
    folder: await createFolder(),
    python: '/no/python',
    log,
  });
  expect(environment.install()).toBe(environment.install());
  await environment.install();
});
