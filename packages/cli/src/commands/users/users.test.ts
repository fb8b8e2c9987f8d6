import { describe, expect, it } from 'vitest';
import { startFakePlatform } from '../../fake-platform.fixture.ts';
import { runProgram } from '../../run-program.fixture.ts';

const org = { id: '0b1a6c3e-7c1f-4d7e-9a51-3f9a4c0f6f10', slug: 'main', name: 'Main' };
const ada = {
  id: '5f0c8b1e-1111-4d7e-9a51-3f9a4c0f6f11',
  email: 'ada@example.org',
  display_name: 'Ada',
  is_superadmin: false,
  groups: [],
  seat: 'analyst',
  active: true,
  beyond_org: false,
  last_sign_in_at: null,
};
const made = (mail: unknown) => ({
  invitation: {
    id: '7f0c8b1e-1111-4d7e-9a51-3f9a4c0f6f12',
    email: 'new@example.org',
    seat: 'designer',
    groups: [],
    invited_by: null,
    created_at: '2026-01-01T00:00:00Z',
    expires_at: '2026-01-08T00:00:00Z',
    expired: false,
    mailed_at: null,
  },
  link: 'https://data.example.org/invitation/hfi_secret',
  mail,
});

const orgs = { 'GET /api/orgs': { orgs: [org] } };
const users = {
  'GET /api/users': { users: [ada], seats: { admin: 0, designer: 0, analyst: 1, viewer: 0, none: 0 } },
};

describe('honeyframe users', () => {
  it('invites with a seat, and prints the link alone on the last line', async () => {
    const mail = { state: 'failed', reason: 'the mail server does not answer (ETIMEDOUT)' };
    const platform = await startFakePlatform({ ...orgs, 'POST /api/invitations': made(mail) });
    const env = { DATA_DIR: platform.dataDir };
    const run = await runProgram(['users', 'invite', 'new@example.org', '--seat', 'designer'], { env });
    expect(run.exitCode).toBe(0);
    expect(run.printed.split('\n').at(-1)).toBe('https://data.example.org/invitation/hfi_secret');
    expect(run.printed).toContain('the mail server does not answer');
    expect(JSON.parse(platform.seen.at(-1)?.body ?? '')).toMatchObject({
      email: 'new@example.org',
      seat: 'designer',
      group_ids: [],
    });
  });

  it('answers an invitation as JSON', async () => {
    const answer = made({ state: 'sent', reason: null });
    const platform = await startFakePlatform({ ...orgs, 'POST /api/invitations': answer });
    const env = { DATA_DIR: platform.dataDir };
    const run = await runProgram(['users', 'invite', 'new@example.org', '--json'], { env });
    expect(JSON.parse(run.printed)).toEqual(answer);
  });

  it('refuses a seat that there is not before it asks the platform', async () => {
    const platform = await startFakePlatform(orgs);
    const env = { DATA_DIR: platform.dataDir };
    const run = await runProgram(['users', 'invite', 'new@example.org', '--seat', 'king'], { env });
    expect(run.exitCode).not.toBe(0);
    expect(run.noted + run.printed).toContain("'king' is no seat");
    expect(platform.seen).toEqual([]);
  });

  it('finds an account by its address and switches it off and on', async () => {
    const platform = await startFakePlatform({
      ...orgs,
      ...users,
      [`POST /api/users/${ada.id}/deactivate`]: { ...ada, active: false },
      [`POST /api/users/${ada.id}/activate`]: ada,
    });
    const env = { DATA_DIR: platform.dataDir };
    const off = await runProgram(['users', 'deactivate', 'ADA@example.org'], { env });
    expect(off).toMatchObject({ exitCode: 0, printed: 'ada@example.org is switched off.' });
    const on = await runProgram(['users', 'activate', 'ada@example.org', '--json'], { env });
    expect(JSON.parse(on.printed)).toEqual(ada);
    const nobody = await runProgram(['users', 'deactivate', 'bob@example.org'], { env });
    expect(nobody.exitCode).not.toBe(0);
    expect(nobody.noted + nobody.printed).toContain('bob@example.org');
  });

  it('lists people with their seats', async () => {
    const platform = await startFakePlatform({ ...orgs, ...users });
    const run = await runProgram(['users', 'list'], { env: { DATA_DIR: platform.dataDir } });
    expect(run.printed).toMatch(/E-MAIL +NAME +SEAT/);
    expect(run.printed).toMatch(/ada@example\.org +Ada +analyst/);
  });
});
