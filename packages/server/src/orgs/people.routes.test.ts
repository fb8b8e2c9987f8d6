import { ApiError, accessApi, auditApi, authApi, type Member, peopleApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, type TestUser } from '@honeyframe/testkit';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const people = (user: TestUser = platform.admin) => user.client(peopleApi);

async function findMember(email: string): Promise<Member> {
  const { users } = await people().listUsers();
  const member = users.find((each) => each.email === email);
  if (!member) throw new Error(`Nobody is called '${email}'.`);
  return member;
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof ApiError ? error.code : error),
  );

/** Another organisation, with an administrator of its own. */
async function createOtherOrg(slug: string): Promise<{ id: string; headers: { 'x-org-id': string } }> {
  const { id } = await platform.admin.client(accessApi).createOrg({ body: { slug, name: slug } });
  return { id, headers: { 'x-org-id': id } };
}

/** Adds an existing account to another organisation. */
async function addTo(org: { headers: { 'x-org-id': string } }, email: string): Promise<void> {
  const response = await platform.admin.fetch('/api/users', {
    method: 'POST',
    headers: { ...org.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  expect(response.status).toBe(200);
}

describe('seats', () => {
  it('follow the highest system group, and changing one moves between the groups', async () => {
    const ben = await platform.createMember('ben@example.org', ['Viewers', 'Analysts']);
    expect((await findMember('ben@example.org')).seat).toBe('analyst');
    const changed = await people().setSeat({
      params: { id: ben.session.user.id },
      body: { seat: 'designer' },
    });
    expect(changed).toMatchObject({ seat: 'designer', groups: [{ name: 'Designers' }] });
    const { rows } = await platform.admin.client(auditApi).list({ query: { action: 'user.seat_changed' } });
    expect(rows[0]?.details).toEqual({ email: 'ben@example.org', from: 'analyst', to: 'designer' });
  });

  it('are counted for people who are active', async () => {
    const before = (await people().listUsers()).seats;
    await platform.createMember('count@example.org', ['Viewers']);
    const { id } = await findMember('count@example.org');
    expect((await people().listUsers()).seats.viewer).toBe(before.viewer + 1);
    await people().deactivateUser({ params: { id } });
    expect((await people().listUsers()).seats.viewer).toBe(before.viewer);
  });

  it('decide from the next request on', async () => {
    const eva = await platform.createMember('eva@example.org', ['Org Admins']);
    expect(await codeOf(people(eva).listUsers())).toBe('done');
    await people().setSeat({ params: { id: eva.session.user.id }, body: { seat: 'viewer' } });
    expect(await codeOf(people(eva).listUsers())).toBe('HF_ACCESS_DENIED');
  });
});

describe('switching an account off', () => {
  it('ends its session and stops its token at once, and switching it on brings the token back', async () => {
    const dan = await platform.createMember('dan@example.org', ['Viewers']);
    const { secret } = await dan.client(authApi).createToken({ body: { name: 'script' } });
    const byToken = () =>
      fetch(`${platform.url}/api/auth/session`, { headers: { authorization: `Bearer ${secret}` } });
    expect((await byToken()).status).toBe(200);
    const params = { id: dan.session.user.id };

    expect(await people().deactivateUser({ params })).toMatchObject({ active: false });
    expect((await byToken()).status).toBe(401);
    expect((await dan.fetch('/api/auth/session')).status).toBe(401);

    expect(await people().activateUser({ params })).toMatchObject({ active: true, seat: 'viewer' });
    expect((await byToken()).status).toBe(200);
    expect((await dan.fetch('/api/auth/session')).status).toBe(401);
  });

  it('refuses the password meanwhile, as if it were wrong', async () => {
    const { user, generated_password } = await people().createUser({ body: { email: 'off@example.org' } });
    await people().deactivateUser({ params: { id: user.id } });
    expect(await codeOf(platform.signIn('off@example.org', generated_password ?? ''))).toBe(
      'HF_AUTH_INVALID_CREDENTIALS',
    );
  });

  it('leaves accounts that count elsewhere to superadmins', async () => {
    const other = await createOtherOrg('elsewhere');
    const admin = await platform.createMember('local-admin@example.org', ['Org Admins']);
    await platform.createMember('two-orgs@example.org');
    await addTo(other, 'two-orgs@example.org');
    const params = { id: (await findMember('two-orgs@example.org')).id };
    const own = { id: platform.admin.session.user.id };

    expect(await codeOf(people(admin).deactivateUser({ params }))).toBe('HF_USER_BEYOND_ORG');
    expect(await codeOf(people(admin).resetPassword({ params }))).toBe('HF_USER_BEYOND_ORG');
    expect(await codeOf(people(admin).updateUser({ params, body: { display_name: 'X' } }))).toBe(
      'HF_USER_BEYOND_ORG',
    );
    expect(await codeOf(people(admin).deactivateUser({ params: own }))).toBe('HF_USER_BEYOND_ORG');
    expect(await codeOf(people(admin).removeUser({ params }))).toBe('done');
    expect((await platform.admin.fetch(`/api/users/${params.id}`, other)).status).toBe(200);
  });
});

describe('the last administrator', () => {
  let alone: TestPlatform;
  beforeAll(async () => {
    alone = await startTestPlatform();
  });
  afterAll(() => alone.stop());
  const params = (user: TestUser) => ({ params: { id: user.session.user.id } });

  it('can neither be demoted, removed, switched off, taken out of the group, nor leave', async () => {
    const only = alone.admin;
    const { groups } = await only.client(accessApi).listGroups();
    const admins = groups.find(({ system_key }) => system_key === 'org_admins')?.id ?? '';
    const api = people(only);
    const refusals = await Promise.all([
      codeOf(api.setSeat({ ...params(only), body: { seat: 'viewer' } })),
      codeOf(api.removeUser(params(only))),
      codeOf(api.leaveOrg()),
      codeOf(only.client(accessApi).removeMember({ params: { id: admins, user_id: only.session.user.id } })),
      codeOf(api.deactivateUser(params(only))),
    ]);
    expect(refusals.slice(0, 4)).toEqual(Array(4).fill('HF_ACCESS_LAST_ADMIN'));
    expect(refusals[4]).toBe('HF_USER_LAST_SUPERADMIN');
    expect(await api.getUser(params(only))).toMatchObject({ seat: 'admin', active: true });
  });

  it('does not count while switched off, and may go when another one is there', async () => {
    const api = people(alone.admin);
    const second = await alone.createMember('second@example.org', ['Org Admins']);
    const demote = { ...params(alone.admin), body: { seat: 'viewer' as const } };
    await api.deactivateUser(params(second));
    expect(await codeOf(api.setSeat(demote))).toBe('HF_ACCESS_LAST_ADMIN');
    await api.activateUser(params(second));
    expect(await codeOf(api.deactivateUser(params(alone.admin)))).toBe('HF_USER_LAST_SUPERADMIN');
    expect(await codeOf(api.setSeat(demote))).toBe('done');
  });

  it('stays when two administrators demote, remove or switch off each other at once', async () => {
    const api = people(alone.admin);
    const ways = [
      (by: TestUser, whom: TestUser) => people(by).setSeat({ ...params(whom), body: { seat: 'viewer' } }),
      (by: TestUser, whom: TestUser) => people(by).removeUser(params(whom)),
      (by: TestUser, whom: TestUser) => people(by).deactivateUser(params(whom)),
    ];
    for (const [round, way] of ways.entries()) {
      const ann = await alone.createMember(`ann${round}@example.org`, ['Org Admins']);
      const bob = await alone.createMember(`bob${round}@example.org`, ['Org Admins']);
      for (const { id, email, seat } of (await api.listUsers()).users) {
        const isPair = email === ann.session.user.email || email === bob.session.user.email;
        if (seat === 'admin' && !isPair) await api.setSeat({ params: { id }, body: { seat: 'viewer' } });
      }
      const outcomes = await Promise.all([codeOf(way(ann, bob)), codeOf(way(bob, ann))]);
      expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
      expect((await api.listUsers()).seats.admin).toBe(1);
    }
  });
});

describe('leaving and removing', () => {
  it('takes somebody out of the groups and lets the session go on in another organisation', async () => {
    const other = await createOtherOrg('next');
    const fay = await platform.createMember('fay@example.org', ['Designers']);
    await addTo(other, 'fay@example.org');
    expect(await codeOf(people(fay).leaveOrg())).toBe('done');
    const session = await fay.client(authApi).session();
    expect(session.org?.id).toBe(other.id);
    expect(session.orgs.map(({ id }) => id)).toEqual([other.id]);
    const { groups } = await platform.admin.client(accessApi).listGroups();
    expect(groups.find(({ name }) => name === 'Designers')?.member_count).toBe(
      (await people().listUsers()).users.filter(({ seat }) => seat === 'designer').length,
    );
  });

  it('is not for a token', async () => {
    const gus = await platform.createMember('gus@example.org');
    const { secret } = await gus.client(authApi).createToken({ body: { name: 'script' } });
    const response = await fetch(`${platform.url}/api/users/me/leave`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(await response.json()).toMatchObject({ code: 'HF_AUTH_TOKEN_FORBIDDEN' });
  });
});

it('does not find people of other organisations, whatever is asked', async () => {
  const org = await createOtherOrg('hidden');
  await platform.createMember('stranger@example.org');
  const stranger = await findMember('stranger@example.org');
  const admin = await platform.createMember('hidden-admin@example.org', ['Viewers']);
  await addTo(org, 'hidden-admin@example.org');
  const response = await platform.admin.fetch(`/api/users/${admin.session.user.id}/seat`, {
    method: 'PUT',
    headers: { ...org.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ seat: 'admin' }),
  });
  expect(response.status).toBe(200);
  const ask = (method: string, path: string, body?: unknown) =>
    admin.fetch(`/api/users/${stranger.id}${path}`, {
      method,
      headers: { ...org.headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const answers = await Promise.all([
    ask('GET', ''),
    ask('PATCH', '', { display_name: 'Mine' }),
    ask('PUT', '/seat', { seat: 'admin' }),
    ask('DELETE', ''),
    ask('POST', '/deactivate'),
    ask('POST', '/activate'),
    ask('POST', '/reset-password'),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404, 404]);
  expect(await findMember('stranger@example.org')).toEqual(stranger);
});

it('stops sessions and tokens on another server of the same database within a second', async () => {
  const key = { HONEYFRAME_SECRET_KEY: 'one key for both servers of this test' };
  const first = await startTestPlatform({ env: key });
  onTestFinished(() => first.stop());
  const second = await startTestPlatform({ env: { ...key, DATABASE_URL: first.databaseUrl } });
  onTestFinished(() => second.stop());
  const ida = await first.createMember('ida@example.org', ['Viewers']);
  const elsewhere = () => fetch(`${second.url}/api/auth/session`, { headers: { cookie: ida.cookie } });
  expect((await elsewhere()).status).toBe(200);
  await people(first.admin).deactivateUser({ params: { id: ida.session.user.id } });
  const started = performance.now();
  await expect.poll(async () => (await elsewhere()).status, { timeout: 1000, interval: 20 }).toBe(401);
  expect(performance.now() - started).toBeLessThan(1000);
});
