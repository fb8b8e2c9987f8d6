import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, it, onTestFinished } from 'vitest';
import {
  buildTiny,
  createWorkspaceFolder,
  openTestDbt,
  readRows,
  registerTiny,
  waitForEnd,
} from '../dbt.fixture.ts';

const files = {
  'packages.yml': 'packages: [{ package: example/greetings, version: 1.0.0 }]\n',
  'models/one.sql': "{{ config(materialized='table') }} select '{{ greetings.hello() }}' as word",
};

/** A hub with one package, as dbt asks for it. */
async function startHub(packageFiles: Record<string, string>) {
  const folder = await createWorkspaceFolder({
    'dbt_project.yml': 'name: greetings\nversion: 1.0.0\n',
    ...packageFiles,
  });
  const tarball = path.join(await createWorkspaceFolder({}), 'greetings.tar.gz');
  const [parent, name] = [path.dirname(folder), path.basename(folder)];
  await promisify(execFile)('tar', ['-czf', tarball, '-C', parent, name]);
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/x.tar.gz') return response.end(await readFile(tarball));
    const downloads = { tarball: `${url}x.tar.gz`, format: 'tgz', sha1: '' };
    const version = {
      id: 'example/greetings/1.0.0',
      name: 'greetings',
      version: '1.0.0',
      packages: [],
      downloads,
    };
    const all = { name: 'greetings', namespace: 'example', versions: { '1.0.0': version } };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url?.endsWith('index.json') ? ['example/greetings'] : all));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, asked };
}

it('fetches what a workspace asks of the hub once, into its own copy', async () => {
  const hub = await startHub({ 'macros/hello.sql': '{% macro hello() %}hello{% endmacro %}' });
  const { dbt, warehouse, orgA, orgB } = await openTestDbt({ bin: inject('pythonBin'), packageHub: hub.url });
  const { folder } = await registerTiny(dbt, files);
  await dbt.start();
  expect(await buildTiny(dbt, orgA)).toMatchObject({ state: 'success' });
  expect(await readRows(warehouse, orgA, 'select word from tiny.one')).toEqual([{ word: 'hello' }]);
  const asked = hub.asked.length;
  expect(await buildTiny(dbt, orgB)).toMatchObject({ state: 'success' });
  expect(hub.asked).toHaveLength(asked);
  expect((await readdir(folder)).toSorted()).toEqual(['dbt_project.yml', 'models', 'packages.yml']);
});

it('looks at what came from the hub as at what a workspace brings', async () => {
  const hub = await startHub({ 'models/sneaky.py': 'def model(dbt, session): pass' });
  const { dbt, orgA } = await openTestDbt({ bin: inject('pythonBin'), packageHub: hub.url });
  await registerTiny(dbt, files);
  await dbt.start();
  const run = await buildTiny(dbt, orgA);
  expect(run.error).toMatchObject({ code: 'HF_DBT_WORKSPACE_REFUSED' });
  expect(run.error?.message).toContain('sneaky.py');
});

it('names the packages that are missing where there is no network, and says how to bring them', async () => {
  const { dbt, orgA } = await openTestDbt({
    bin: inject('pythonBin'),
    packageHub: 'http://127.0.0.1:1/',
  });
  const { state } = await registerTiny(dbt, files);
  expect(state).toBe('quarantined');
  await dbt.start();
  const run = await dbt.runs.requestRun({ orgId: orgA, workspace: 'tiny', trigger: 'manual' });
  const ended = await waitForEnd(dbt, orgA, run);
  expect(ended).toMatchObject({ state: 'error', error: { code: 'HF_DBT_WORKSPACE_REFUSED' } });
  const [diagnostic] = dbt.workspaces.get('tiny')?.diagnostics ?? [];
  expect(diagnostic).toMatchObject({ code: 'HF_DBT_PACKAGES_MISSING', plugin: 'tiny' });
  expect(diagnostic?.message).toMatch(/'example\/greetings'.*127\.0\.0\.1/s);
  expect(diagnostic?.hint).toContain('dbt_packages');
});
