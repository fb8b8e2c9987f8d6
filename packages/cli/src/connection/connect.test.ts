import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startFakePlatform } from '../fake-platform.fixture.ts';
import { runProgram } from '../run-program.fixture.ts';

const main = { id: '0b9a1a3e-0c1f-4b8e-9a57-b2b6c1a4a001', slug: 'main', name: 'Main' };
const other = { id: '0b9a1a3e-0c1f-4b8e-9a57-b2b6c1a4a002', slug: 'other', name: 'Other' };
const users = { users: [], seats: { admin: 0, designer: 0, analyst: 0, viewer: 0, none: 0 } };

describe('a command that talks to the platform', () => {
  it('goes through the operator socket, and needs no --org where there is one organisation', async () => {
    const platform = await startFakePlatform({ 'GET /api/orgs': { orgs: [main] }, 'GET /api/users': users });
    const run = await runProgram(['users', 'list', '--json'], { env: { DATA_DIR: platform.dataDir } });
    expect(run).toMatchObject({ exitCode: 0, noted: '' });
    expect(JSON.parse(run.printed)).toEqual(users);
    expect(platform.seen.at(-1)).toMatchObject({
      route: 'GET /api/users',
      org: main.id,
      authorization: undefined,
    });
  });

  it('asks which organisation where there are several, and names those that there are', async () => {
    const platform = await startFakePlatform({
      'GET /api/orgs': { orgs: [main, other] },
      'GET /api/users': users,
    });
    const env = { DATA_DIR: platform.dataDir };
    expect(await runProgram(['users', 'list'], { env })).toMatchObject({
      exitCode: 1,
      noted: expect.stringContaining('main, other'),
    });
    expect(await runProgram(['users', 'list', '--org', 'x'], { env })).toMatchObject({
      exitCode: 1,
      noted: expect.stringContaining("'x'"),
    });
    expect((await runProgram(['users', 'list', '--org', 'other'], { env })).exitCode).toBe(0);
    expect(platform.seen.at(-1)?.org).toBe(other.id);
  });

  it('sends the token to another address, and finds the organisation in its session', async () => {
    const session = {
      user: { id: main.id, email: 'a@b.c', display_name: '', is_superadmin: false },
      org: null,
      orgs: [main, other],
      must_change_password: false,
      expires_at: '2030-01-01T00:00:00Z',
    };
    const answers = { 'GET /api/auth/session': session, 'GET /api/users': users };
    const platform = await startFakePlatform(answers, { tcp: true });
    const env = { HONEYFRAME_TOKEN: 'hf_secret' };
    const run = await runProgram(
      ['users', 'list', '--url', platform.url, '--org', 'other', '--token', 'hf_secret'],
      { env },
    );
    expect(run.exitCode).toBe(0);
    expect(platform.seen.at(-1)).toMatchObject({ authorization: 'Bearer hf_secret', org: other.id });
  });

  it('says in one sentence that no platform runs, and how to start it', async () => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-cli-'));
    onTestFinished(() => rm(dataDir, { recursive: true }));
    const run = await runProgram(['users', 'list'], { env: { DATA_DIR: dataDir } });
    expect(run.exitCode).toBe(1);
    expect(run.noted).toContain(`No platform is running on the data directory '${dataDir}'.\nStart it`);
  });

  it('says the same when a platform was killed and its socket is still there', async () => {
    const platform = await startFakePlatform({});
    await rm(platform.socket);
    const run = await runProgram(['users', 'list'], { env: { DATA_DIR: platform.dataDir } });
    expect(run.noted).toContain('No platform is running');
  });

  it('hands on what the platform refuses, as JSON to those who asked for it', async () => {
    const platform = await startFakePlatform({ 'GET /api/orgs': { orgs: [main] } });
    const env = { DATA_DIR: platform.dataDir };
    const text = await runProgram(['users', 'list'], { env });
    expect(text).toEqual({ exitCode: 1, printed: '', noted: 'No GET /api/users.\nLook.' });
    const json = await runProgram(['users', 'list', '--json'], { env });
    expect(JSON.parse(json.printed)).toEqual({
      ok: false,
      error: { code: 'HF_CORE_NOT_FOUND', message: 'No GET /api/users.', hint: 'Look.' },
    });
  });

  it('wants a token for another address, and an address that is one', async () => {
    expect(await runProgram(['users', 'list', '--url', 'http://127.0.0.1:1'])).toMatchObject({
      exitCode: 1,
      noted: expect.stringContaining('HONEYFRAME_TOKEN'),
    });
    expect(await runProgram(['users', 'list', '--url', 'nonsense', '--token', 'x'])).toMatchObject({
      exitCode: 2,
    });
    const unreachable = await runProgram(['users', 'list', '--url', 'http://127.0.0.1:1', '--token', 'x']);
    expect(unreachable).toMatchObject({ exitCode: 1, noted: expect.stringContaining('cannot be reached') });
  });
});
