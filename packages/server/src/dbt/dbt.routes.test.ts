import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { dbtApi, dbtVersionsApi } from '@honeyframe/contract/api';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { createInstance } from '../http/index.ts';
import { openTestDbt, publishSource, publishTiny, registerTiny, type TestDbt } from './dbt.fixture.ts';
import { bindDbtRoutes } from './dbt.routes.ts';
import { MemoryDbtRunner, playNode } from './memory-dbt-runner.fixture.ts';

const ann = {
  id: '22222222-2222-4222-8222-222222222222',
  email: 'ann@acme.example',
  display_name: 'Ann',
  is_superadmin: false,
};

/** Serves the routes behind a gate that lets everybody in, to the organisation of the header `x-org`. */
async function serve({ dbt, orgA, orgB }: TestDbt) {
  const app = createInstance({
    log: pino({ level: 'silent' }),
    trustedProxies: [],
    gate: (request, done) => {
      const org = { id: request.headers['x-org'] === 'b' ? orgB : orgA, slug: 'acme', name: 'Acme' };
      request.caller = { kind: 'session', user: ann, org, session_id: null, must_change_password: false };
      done();
    },
  });
  bindDbtRoutes(app, dbt, () => () => {});
  onTestFinished(() => app.close());
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}` };
}

async function openServed() {
  const runner = new MemoryDbtRunner();
  const opened = await openTestDbt({ bin: '/nowhere', runner });
  await registerTiny(opened.dbt, { 'models/one.sql': 'select 1 as id' });
  await opened.dbt.start();
  const { app, url } = await serve(opened);
  const createRun = async (payload: object = { workspace: 'tiny' }) =>
    await app.inject({ method: 'POST', url: '/api/dbt/runs', payload });
  return { ...opened, runner, app, url, createRun };
}

/** Reads a stream message by message. */
async function* readStream(response: Response): AsyncGenerator<{ event: string; id: number; data: unknown }> {
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const message = text.slice(0, end);
      text = text.slice(end + 2);
      const fields = Object.fromEntries(message.split('\n').map((line) => line.split(/: (.*)/s)));
      if (fields.event) yield { event: fields.event, id: Number(fields.id), data: JSON.parse(fields.data) };
    }
  }
}

it('starts a run, shows it, and lists it', async () => {
  const { app, createRun, runner } = await openServed();
  const created = dbtApi.createRun.output.parse((await createRun()).json());
  expect(created).toMatchObject({ workspace: 'tiny', trigger: 'manual', requested_by: ann.email });
  const build = await runner.next();
  playNode(build);
  const shown = dbtApi.getRun.output.parse((await app.inject(`/api/dbt/runs/${created.id}`)).json());
  expect(shown).toMatchObject({ run: { state: 'running' }, nodes: [{ name: 'one', state: 'success' }] });
  const listed = dbtApi.listRuns.output.parse((await app.inject('/api/dbt/runs?workspace=tiny')).json());
  expect(listed).toMatchObject({ total: 1, rows: [{ id: created.id }] });
  const workspaces = dbtApi.listWorkspaces.output.parse((await app.inject('/api/dbt/workspaces')).json());
  expect(workspaces).toMatchObject({
    engine: { state: 'ready' },
    workspaces: [{ slug: 'tiny', data_as_of: null }],
  });
  const log = await app.inject(`/api/dbt/runs/${created.id}/log`);
  expect(log.headers['content-type']).toContain('text/plain');
  const cancelled = await app.inject({ method: 'POST', url: `/api/dbt/runs/${created.id}/cancel` });
  expect(cancelled.statusCode).toBe(200);
});

it('streams events within half a second, ends after the end, and resumes', async () => {
  const { url, createRun, runner } = await openServed();
  const { id } = (await createRun()).json<{ id: string }>();
  const build = await runner.next();
  const response = await fetch(`${url}/api/dbt/runs/${id}/events`);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const stream = readStream(response);
  expect(await stream.next()).toMatchObject({ value: { event: 'run', id: 1 } });
  const began = performance.now();
  playNode(build);
  for await (const { event, data } of { [Symbol.asyncIterator]: () => ({ next: () => stream.next() }) }) {
    if (event === 'node') {
      expect(data).toMatchObject({ kind: 'node', node: { name: 'one', state: 'running' } });
      break;
    }
  }
  expect(performance.now() - began).toBeLessThan(500);
  build.finish();
  const rest = await Array.fromAsync(stream);
  expect(rest.at(-1)).toMatchObject({ event: 'end', data: { run: { state: 'success' } } });

  const lastId = rest.at(-3)?.id ?? 0;
  const resumed = await fetch(`${url}/api/dbt/runs/${id}/events`, {
    headers: { 'last-event-id': `${lastId}` },
  });
  expect(await Array.fromAsync(readStream(resumed))).toEqual(rest.slice(-2));
});

it('answers 404 for runs of another organisation and for unknown workspaces', async () => {
  const { app, createRun } = await openServed();
  const { id } = (await createRun()).json<{ id: string }>();
  for (const address of [`/api/dbt/runs/${id}`, `/api/dbt/runs/${id}/events`, `/api/dbt/runs/${id}/log`]) {
    expect((await app.inject({ url: address, headers: { 'x-org': 'b' } })).statusCode).toBe(404);
  }
  expect((await createRun({ workspace: 'nowhere' })).json()).toMatchObject({
    code: 'HF_DBT_WORKSPACE_UNKNOWN',
  });
});

it('ends open streams when the server closes, and says why', async () => {
  const { app, url, createRun, runner } = await openServed();
  const { id } = (await createRun()).json<{ id: string }>();
  await runner.next();
  const response = await fetch(`${url}/api/dbt/runs/${id}/events`);
  const rest = Array.fromAsync(readStream(response));
  await app.close();
  expect((await rest).map(({ event, data }) => [event, data])).toEqual([
    ['run', expect.anything()],
    ['end', { reason: 'The platform stops.' }],
  ]);
});

it('lists versions, rolls back to one, and tells the disk that they take', async () => {
  const { app, warehouse, orgA, database } = await openServed();
  for (const n of [1, 2]) await publishSource(warehouse, orgA, 'raw', `create table t as select ${n} as n`);
  for (const n of [1, 2]) await publishTiny(warehouse, orgA, n);
  const url = '/api/dbt/workspaces/tiny/rollback';
  const rolledBack = await app.inject({ method: 'POST', url, payload: {} });
  const { versions } = dbtVersionsApi.rollBack.output.parse(rolledBack.json());
  expect(versions.map(({ version, is_current }) => [version, is_current])).toEqual([
    [2, false],
    [1, true],
  ]);
  expect((await app.inject('/api/dbt/workspaces/tiny/versions')).json()).toEqual({ versions });
  const use = dbtVersionsApi.warehouseUse.output.parse((await app.inject('/api/dbt/disk')).json());
  expect(use.files).toMatchObject([
    { name: 'raw', kind: 'source', versions: 2 },
    { name: 'tiny', kind: 'workspace', versions: 2 },
  ]);
  expect(use.bytes).toBe(2 * use.current_bytes);
  expect(use).toMatchObject({ unfinished_bytes: 0, artifacts_bytes: 0 });
  const audited = await database.queries
    .selectFrom('audit_log')
    .select(['actor', 'details'])
    .where('action', '=', 'dbt_workspace.rolled_back')
    .execute();
  expect(audited).toMatchObject([{ actor: ann.email, details: { from_version: 2, to_version: 1 } }]);

  const codeOf = async (address: string, version: number, org = 'a') => {
    const headers = { 'x-org': org };
    return (await app.inject({ method: 'POST', url: address, headers, payload: { version } })).json().code;
  };
  expect(await codeOf(url, 9)).toBe('HF_WAREHOUSE_VERSION_UNKNOWN');
  expect(await codeOf(url, 2, 'b')).toBe('HF_WAREHOUSE_VERSION_UNKNOWN');
  expect(await codeOf('/api/dbt/workspaces/raw/rollback', 1)).toBe('HF_DBT_WORKSPACE_UNKNOWN');
});

it('gives out SQL, failing rows and artifacts of a run, and nothing else of its folder', async () => {
  const { app, createRun, runner, dbt, orgA, dataDir } = await openServed();
  const { id } = (await createRun()).json<{ id: string }>();
  const build = await runner.next();
  const target = path.join(build.order.output_folder, 'target');
  const results = [{ unique_id: 'model.tiny.one', status: 'success', compiled_code: 'select 1 as id' }];
  await writeFile(path.join(target, 'run_results.json'), JSON.stringify({ results }));
  await writeFile(path.join(dataDir, 'dbt/runs', id, 'secret.json'), '{}');
  playNode(build);
  build.finish();
  await expect.poll(async () => (await dbt.runs.get(orgA, id)).state).toBe('success');
  await dbt.testResults.save({ id, org_id: orgA, workspace: 'tiny' }, [
    { unique_id: 'test.tiny.t', name: 't', state: 'fail', failures: 2, failing_rows: { rows: [{ id: 7 }] } },
  ]);

  const get = async (address: string, org = 'a') =>
    await app.inject({ url: `/api/dbt/runs/${id}/${address}`, headers: { 'x-org': org } });
  expect((await get('node?unique_id=model.tiny.one')).json()).toEqual({
    compiled_sql: 'select 1 as id',
    failing_rows: null,
  });
  expect((await get('node?unique_id=test.tiny.t')).json()).toMatchObject({
    failing_rows: { rows: [{ id: 7 }] },
  });
  const artifact = await get('artifacts/run_results.json');
  expect(artifact.json()).toEqual({ results });
  expect(artifact.headers['content-disposition']).toContain('attachment');
  expect((await get('artifacts/manifest.json')).statusCode).toBe(404);
  for (const name of ['secret.json', '..%2fsecret.json', 'target%2frun_results.json'])
    expect.soft((await get(`artifacts/${name}`)).statusCode, name).toBe(400);
  for (const address of ['node?unique_id=model.tiny.one', 'artifacts/run_results.json'])
    expect.soft((await get(address, 'b')).statusCode, address).toBe(404);

  const list = async (org: string) =>
    (await app.inject({ url: '/api/dbt/test-results?workspace=tiny', headers: { 'x-org': org } })).json();
  expect(await list('a')).toMatchObject({ results: [{ name: 't', state: 'fail', failures: 2 }] });
  expect(await list('b')).toEqual({ results: [] });
  const filtered = async (query: string) => (await app.inject(`/api/dbt/runs?${query}`)).json().total;
  expect(await filtered('trigger=manual&since=2026-01-01T00:00:00Z')).toBe(1);
  expect(await filtered('trigger=schedule')).toBe(0);
  expect(await filtered('since=2999-01-01T00:00:00Z')).toBe(0);
});
