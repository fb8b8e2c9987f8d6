import type { ServerResponse } from 'node:http';
import type { DbtNode, DbtRun, RunEvent } from '@honeyframe/contract/api';
import { describe, expect, it } from 'vitest';
import { type SeenRequest, startFakePlatform } from '../../fake-platform.fixture.ts';
import { runProgram } from '../../run-program.fixture.ts';

const main = { id: '0b9a1a3e-0c1f-4b8e-9a57-b2b6c1a4a001', slug: 'main', name: 'Main' };
const queued: DbtRun = {
  id: '0b9a1a3e-0c1f-4b8e-9a57-b2b6c1a4a009',
  workspace: 'sales',
  state: 'queued',
  trigger: 'manual',
  requested_by: null,
  queued_at: '2026-01-01T00:00:00Z',
  started_at: null,
  finished_at: null,
  node_count: 2,
  done_count: 0,
  failed_count: 0,
  error: null,
  resumed_from: null,
  full: false,
  command: 'build',
};
const running: RunEvent = { kind: 'run', seq: 1, run: { ...queued, state: 'running' } };

function nodeEvent(seq: number, name: string, state: DbtNode['state']): RunEvent {
  const measured = state === 'unchanged' ? { seconds: null, rows: null } : { seconds: 0.5, rows: 3 };
  const node = {
    ...measured,
    unique_id: name,
    name,
    resource_type: 'model',
    materialisation: 'table',
    state,
    started_at: null,
    finished_at: null,
    message: 'no such column',
  };
  return { kind: 'node', seq, node };
}

function endEvent(seq: number, state: DbtRun['state'], code?: string): RunEvent {
  const error = code === undefined ? null : { code, message: 'It failed.', hint: 'Look.' };
  const run: DbtRun = { ...queued, state, error, finished_at: '2026-01-01T00:01:00Z', done_count: 2 };
  return { kind: 'end', seq, run };
}

const stream = `GET /api/dbt/runs/${queued.id}/events`;

/** Sends the events that the client has not seen yet, at most so many a connection. */
function sendEvents(events: readonly RunEvent[], atOnce = 100) {
  return (response: ServerResponse, { lastEventId }: SeenRequest) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const missing = events.filter(({ seq }) => seq > Number(lastEventId)).slice(0, atOnce);
    for (const event of missing)
      response.write(`event: ${event.kind}\nid: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`);
    response.end();
  };
}

async function startPlatform(answer: ReturnType<typeof sendEvents>) {
  return startFakePlatform({
    'GET /api/orgs': { orgs: [main] },
    'POST /api/dbt/runs': queued,
    [stream]: answer,
  });
}

describe('dbt build', () => {
  it('shows each node as it ends, and succeeds with the run', async () => {
    const events = [
      running,
      nodeEvent(2, 'orders', 'running'),
      nodeEvent(3, 'orders', 'success'),
      nodeEvent(4, 'people', 'unchanged'),
      endEvent(5, 'success'),
    ];
    const platform = await startPlatform(sendEvents(events));
    const run = await runProgram(['dbt', 'build', 'sales', '--select', 'orders'], {
      env: { DATA_DIR: platform.dataDir },
    });
    expect(run.exitCode).toBe(0);
    expect(run.noted.split('\n')).toEqual([
      'sales: queued',
      'sales: running',
      '  success   model orders (0.50 s, 3 rows)',
      '  unchanged model people',
    ]);
    expect(run.printed).toBe("The run of 'sales' ended: success, 2 of 2 nodes done, 0 failed.");
    const request = platform.seen.find(({ route }) => route === 'POST /api/dbt/runs');
    expect(JSON.parse(request?.body ?? '')).toEqual({ workspace: 'sales', select: 'orders' });
  });

  it('ends with 1 when a node fails, and shows why', async () => {
    const end = endEvent(2, 'error', 'HF_DBT_BUILD_FAILED');
    const platform = await startPlatform(sendEvents([nodeEvent(1, 'orders', 'error'), end]));
    const run = await runProgram(['dbt', 'build', 'sales'], { env: { DATA_DIR: platform.dataDir } });
    expect(run.exitCode).toBe(1);
    expect(run.noted).toContain('no such column');
  });

  it('goes on where it was when the connection breaks', async () => {
    const events = [running, nodeEvent(2, 'orders', 'success'), endEvent(3, 'success')];
    const platform = await startPlatform(sendEvents(events, 2));
    const run = await runProgram(['dbt', 'build', 'sales', '--json'], {
      env: { DATA_DIR: platform.dataDir },
    });
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.printed).run.state).toBe('success');
    const asked = platform.seen.filter(({ route }) => route === stream).map(({ lastEventId }) => lastEventId);
    expect(asked).toEqual(['0', '2']);
  });

  it('only queues the run with --no-wait', async () => {
    const platform = await startPlatform(sendEvents([]));
    const run = await runProgram(['dbt', 'build', 'sales', '--no-wait'], {
      env: { DATA_DIR: platform.dataDir },
    });
    expect(run).toMatchObject({ exitCode: 0, printed: `The run of 'sales' is queued: ${queued.id}` });
    expect(platform.seen.map(({ route }) => route)).not.toContain(stream);
  });

  it.each([
    ['error', 'HF_DBT_PARSE_FAILED'],
    ['cancelled', 'HF_DBT_RUN_CANCELLED'],
  ] as const)('ends with 2 when it could not run to its end: %s', async (state, code) => {
    const platform = await startPlatform(sendEvents([endEvent(1, state, code)]));
    const run = await runProgram(['dbt', 'build', 'sales'], { env: { DATA_DIR: platform.dataDir } });
    expect(run.exitCode).toBe(2);
  });

  it("asks for models alone with 'run', for tests alone with 'test', and for all with --full", async () => {
    const platform = await startPlatform(sendEvents([endEvent(1, 'success')]));
    const env = { DATA_DIR: platform.dataDir };
    await runProgram(['dbt', 'run', 'sales'], { env });
    await runProgram(['dbt', 'test', 'sales', '--select', 'orders'], { env });
    await runProgram(['dbt', 'build', 'sales', '--full'], { env });
    const bodies = platform.seen
      .filter(({ route }) => route === 'POST /api/dbt/runs')
      .map(({ body }) => body);
    expect(bodies.map((body) => JSON.parse(body))).toEqual([
      { workspace: 'sales', command: 'run' },
      { workspace: 'sales', command: 'test', select: 'orders' },
      { workspace: 'sales', full: true },
    ]);
  });
});

describe('one run', () => {
  const path = `/api/dbt/runs/${queued.id}`;

  it('is cancelled, and resumed until its end', async () => {
    const platform = await startFakePlatform({
      'GET /api/orgs': { orgs: [main] },
      [`POST ${path}/cancel`]: { ...queued, state: 'cancelled', finished_at: '2026-01-01T00:01:00Z' },
      [`POST ${path}/resume`]: queued,
      [stream]: sendEvents([endEvent(1, 'success')]),
    });
    const env = { DATA_DIR: platform.dataDir };
    const cancelled = await runProgram(['dbt', 'cancel', queued.id], { env });
    expect(cancelled).toMatchObject({ exitCode: 0, printed: expect.stringContaining('cancelled') });
    const resumed = await runProgram(['dbt', 'resume', queued.id], { env });
    expect(resumed).toMatchObject({ exitCode: 0, printed: expect.stringContaining('success') });
  });

  it('ends with 2 when it cannot be resumed', async () => {
    const refuse = (response: ServerResponse) => {
      response.writeHead(409, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ code: 'HF_DBT_RESUME_IMPOSSIBLE', message: 'It is gone.', hint: 'Build.' }),
      );
    };
    const platform = await startFakePlatform({
      'GET /api/orgs': { orgs: [main] },
      [`POST ${path}/resume`]: refuse,
    });
    const run = await runProgram(['dbt', 'resume', queued.id], { env: { DATA_DIR: platform.dataDir } });
    expect(run).toMatchObject({ exitCode: 2, noted: expect.stringContaining('It is gone.') });
  });

  it('shows its log, and is found in the list', async () => {
    const platform = await startFakePlatform({
      'GET /api/orgs': { orgs: [main] },
      [`GET ${path}/log`]: (response: ServerResponse) => response.end('first\nsecond\n'),
      'GET /api/dbt/runs?state=error': { rows: [queued], total: 1, page: 1, page_size: 50 },
    });
    const env = { DATA_DIR: platform.dataDir };
    expect((await runProgram(['dbt', 'logs', queued.id], { env })).printed).toBe('first\nsecond');
    expect((await runProgram(['dbt', 'runs', '--state', 'error'], { env })).printed).toContain(queued.id);
  });
});
