import { accessApi, auditApi, authApi, pluginsApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform } from '@honeyframe/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const demo = {
  slug: 'ping',
  files: {
    'plugin.yaml': [
      'name: ping',
      'version: 0.1.0',
      'routers: ["./backend/ping.ts:router"]',
      'permissions: [ping.use]',
      'public_routes: [GET /open]',
      'seed_groups: [{ name: ping_users, permissions: [ping.use] }]',
      'migrations: migrations/',
    ].join('\n'),
    'backend/ping.ts': `
      import { type Router, z } from '@honeyframe/sdk/backend';
      export const router: Router = async (app) => {
        app.get('/ping', { config: { permission: 'ping.use' } }, async (request) => ({ pong: request.ctx.user.email }));
        app.get('/open', { config: { permission: 'public' } }, async () => ({ open: true }));
        app.get('/members', { config: { permission: 'authenticated' } }, async () => ({ member: true }));
        app.get('/objects/:id', { config: { permission: 'ping.use', target: 'params.id' } }, async () => ({ ok: true }));
        app.post('/notes', { config: { permission: 'ping.use' }, schema: { body: z.object({ text: z.string() }) } }, async (request) => {
          await request.ctx.db.query('insert into notes (text) values ($1)', [request.body.text]);
          await request.ctx.audit({ action: 'note.written', target_type: 'note', target_id: 'n1' });
          return request.ctx.db.query('select text, org_id from notes');
        });
        app.get('/boom', { config: { permission: 'ping.use' } }, async () => { throw new Error('a detail that callers must not see'); });
      };`,
    'migrations/0001-notes.sql':
      'create table notes (id bigint generated always as identity, org_id uuid not null, text text not null);',
  },
};

const broken = { slug: 'broken', files: { 'plugin.yaml': 'name: broken\nversion: 1.10\n' } };
const undeclared = {
  slug: 'undeclared',
  files: {
    'plugin.yaml': 'name: undeclared\nversion: 0.1.0\nrouters: ["./r.ts:router"]\npermissions: [a.b]\n',
    'r.ts': `export const router = async (app) => {
      app.get('/x', { config: { permission: 'c.d' } }, async () => ({}));
      app.get('/y', async () => ({}));
    };`,
  },
};

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({ plugins: [demo, broken, undeclared] });
});
afterAll(() => platform.stop());

const read = async (response: Response) => ({
  status: response.status,
  body: (await response.json()) as Record<string, unknown>,
});

describe('a platform with a plugin', () => {
  it('answers a holder of the permission and refuses everybody else, saying what is missing', async () => {
    const holder = await platform.createMember('holder@example.org', ['ping_users']);
    const other = await platform.createMember('other@example.org');
    expect(await read(await holder.fetch('/api/ping/ping'))).toEqual({
      status: 200,
      body: { pong: 'holder@example.org' },
    });
    const refused = await read(await other.fetch('/api/ping/ping'));
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ code: 'HF_ACCESS_DENIED', context: { permission: 'ping.use' } });
    expect((await fetch(`${platform.url}/api/ping/ping`)).status).toBe(401);
  });

  it('lets everybody reach a listed public route, and members an authenticated one', async () => {
    expect((await fetch(`${platform.url}/api/ping/open`)).status).toBe(200);
    expect((await fetch(`${platform.url}/api/ping/members`)).status).toBe(401);
    expect((await platform.admin.fetch('/api/ping/members')).status).toBe(200);
  });

  it('answers HEAD as GET without the body, after the same decision', async () => {
    const head = await platform.admin.fetch('/api/ping/ping', { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(0);
    expect(await head.text()).toBe('');
    expect((await fetch(`${platform.url}/api/ping/ping`, { method: 'HEAD' })).status).toBe(401);
  });

  it('asks who is there before it says that an address does not exist', async () => {
    expect((await fetch(`${platform.url}/api/ping/nothing`)).status).toBe(401);
    expect((await platform.admin.fetch('/api/ping/nothing')).status).toBe(404);
  });

  it('opens one object to the holder of a grant for that object', async () => {
    const groups = platform.admin.client(accessApi);
    const group = await groups.createGroup({ body: { name: 'one object' } });
    await groups.grant({ params: { id: group.id }, body: { permission_type: 'ping.use', target_id: '42' } });
    const member = await platform.createMember('scoped@example.org', ['one object']);
    expect((await member.fetch('/api/ping/objects/42')).status).toBe(200);
    expect((await member.fetch('/api/ping/objects/43')).status).toBe(403);
    expect((await member.fetch('/api/ping/ping')).status).toBe(403);
  });

  it('refuses the next request after a grant was revoked', async () => {
    const member = await platform.createMember('revoked@example.org', ['ping_users']);
    expect((await member.fetch('/api/ping/ping')).status).toBe(200);
    const groups = platform.admin.client(accessApi);
    const group = (await groups.listGroups()).groups.find((each) => each.name === 'ping_users');
    await groups.removeMember({ params: { id: group?.id ?? '', user_id: member.session.user.id } });
    expect((await member.fetch('/api/ping/ping')).status).toBe(403);
  });

  it('gives a plugin tables of its own, limited to the organisation', async () => {
    const response = await platform.admin.fetch('/api/ping/notes', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'first' }),
    });
    expect(await read(response)).toEqual({
      status: 200,
      body: [{ text: 'first', org_id: platform.admin.session.org?.id }],
    });
  });

  it('keeps what a plugin threw from the caller', async () => {
    const { status, body } = await read(await platform.admin.fetch('/api/ping/boom'));
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('a detail');
    expect(body).toMatchObject({ code: 'HF_PLUGIN_ROUTE_FAILED', request_id: expect.any(String) });
  });

  it('refuses a change that another site made the browser send', async () => {
    const response = await platform.admin.fetch('/api/auth/sign-out', {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    });
    expect(await read(response)).toMatchObject({ status: 403, body: { code: 'HF_AUTH_CROSS_SITE' } });
  });

  it('hides an organisation from those who do not belong to it', async () => {
    const org = await platform.admin
      .client(accessApi)
      .createOrg({ body: { slug: 'second', name: 'Second' } });
    const member = await platform.createMember('first-only@example.org', ['ping_users']);
    const response = await member.fetch('/api/ping/ping', { headers: { 'x-org-id': org.id } });
    expect(await read(response)).toMatchObject({ status: 404, body: { code: 'HF_ORG_NOT_FOUND' } });
  });

  it('seeds groups into an organisation that is made later', async () => {
    const org = await platform.admin.client(accessApi).createOrg({ body: { slug: 'third', name: 'Third' } });
    const response = await platform.admin.fetch('/api/groups', { headers: { 'x-org-id': org.id } });
    const { groups } = (await response.json()) as { groups: { name: string; owner: string }[] };
    expect(groups).toContainEqual(expect.objectContaining({ name: 'ping_users', owner: 'ping' }));
  });

  it('records that a superadmin used a plugin without holding the permission', async () => {
    await platform.admin.fetch('/api/ping/ping');
    const audit = platform.admin.client(auditApi);
    await expect
      .poll(async () => (await audit.list({ query: { action: 'superadmin.entered' } })).rows)
      .toContainEqual(
        expect.objectContaining({ actor: 'admin@example.org', plugin: 'ping', target_id: 'ping.use' }),
      );
  });

  it('lists broken plugins with their diagnostics and serves the others', async () => {
    const { plugins } = await platform.admin.client(pluginsApi).list();
    const byName = new Map(plugins.map((plugin) => [plugin.name, plugin]));
    expect(byName.get('ping')).toMatchObject({ state: 'active', errors: [], router_count: 1 });
    expect(byName.get('broken')?.state).toBe('invalid');
    expect(
      byName
        .get('undeclared')
        ?.errors.map((error) => error.code)
        .sort(),
    ).toEqual(['HF_ROUTE_PERMISSION_MISSING', 'HF_ROUTE_PERMISSION_UNDECLARED']);
    expect((await platform.admin.fetch('/api/undeclared/x')).status).toBe(503);
  });

  it('signs in with a personal access token, which cannot make another', async () => {
    const { secret } = await platform.admin.client(authApi).createToken({ body: { name: 'script' } });
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    expect((await fetch(`${platform.url}/api/ping/ping`, { headers })).status).toBe(200);
    const again = await fetch(`${platform.url}/api/auth/tokens`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ name: 'more' }),
    });
    expect(again.status).toBe(403);
  });

  it('refuses further passwords after too many wrong ones', async () => {
    const attempt = () => platform.signIn('nobody@example.org', 'wrong').catch((error: unknown) => error);
    for (let i = 0; i < 10; i += 1)
      expect(await attempt()).toMatchObject({ code: 'HF_AUTH_INVALID_CREDENTIALS' });
    expect(await attempt()).toMatchObject({ code: 'HF_AUTH_TOO_MANY_ATTEMPTS' });
  });

  it('comes back after a restart with the same groups and nothing twice', async () => {
    const groups = () => platform.admin.client(accessApi).listGroups();
    const before = await groups();
    await platform.restart();
    expect(await groups()).toEqual(before);
    expect((await platform.admin.fetch('/api/ping/ping')).status).toBe(200);
  });
});
