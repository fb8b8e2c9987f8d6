import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askRaw, type RawRequest, upgradeHeaders } from './isolation/ask-raw.fixture.ts';
import { openWorld, type World } from './isolation/isolation-world.fixture.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 90_000);
afterAll(() => world?.stop());

const cookie = (name: string) => ['Cookie', world.users[name]?.cookie ?? ''];
const ask = (name: string | undefined, { headers = [], ...request }: RawRequest) =>
  askRaw(world.platform.url, { ...request, headers: [...(name ? cookie(name) : []), ...headers] });
const codeOf = ({ text }: { text: string }) =>
  text ? (JSON.parse(text) as { code?: string }).code : undefined;

/** Other ways to write `/api/clinic/notes` and `/api/closed/rows`. */
const spellings = (slug: string, rest: string) => [
  `/api//${slug}/${rest}`,
  `//api/${slug}/${rest}`,
  `/api/_demo/../${slug}/${rest}`,
  `/api/_demo/%2e%2e/${slug}/${rest}`,
  `/api/_demo/..%2f${slug}/${rest}`,
  `/api%2f${slug}%2f${rest}`,
  `/api/${slug}%2f${rest}`,
  `/api/%${slug.charCodeAt(0).toString(16)}${slug.slice(1)}/${rest}`,
  `/api/${slug.toUpperCase()}/${rest}`,
  `/API/${slug}/${rest}`,
  `/api/${slug}./${rest}`,
  `/api/${slug}/${rest}.`,
  `/api/${slug}/${rest}/`,
  `/api/${slug}/${rest}%00`,
  `/api/${slug}/${rest};x=1`,
  `/api/${slug}/./${rest}`,
  `/api/${slug}/${rest}?permission=public&_method=GET`,
  `/api/groups/../${slug}/${rest}`,
  `/openapi.json/../api/${slug}/${rest}`,
  `/api\\${slug}\\${rest}`,
  `http://other.example/api/${slug}/${rest}`,
];

describe('a request that is written in another way', () => {
  it.each(['nobody', 'vic'])('lets %s into no route that he may not use', async (name) => {
    for (const path of spellings('clinic', 'notes')) {
      const { status } = await ask(name === 'nobody' ? undefined : name, { path });
      expect([400, 401, 403, 404], `${path} answered ${status}`).toContain(status);
    }
  });

  it('lets nobody into a plugin that is switched off', async () => {
    for (const path of spellings('closed', 'rows')) {
      const { status } = await ask('plu', { path });
      expect([400, 403, 404], `${path} answered ${status}`).toContain(status);
    }
  });

  it('does not call a plugin that serves a failed one because of how it is spelled', async () => {
    expect((await ask('plu', { path: '/api/%63linic/notes' })).status).toBe(404);
  });

  it('takes the method of the request line for the method', async () => {
    const count = async () => JSON.parse((await ask('plu', { path: '/api/clinic/notes' })).text).length;
    const before = await count();
    for (const name of ['X-HTTP-Method-Override', 'X-Method-Override', 'X-HTTP-Method']) {
      expect((await ask('plu', { path: '/api/clinic/notes', headers: [name, 'POST'] })).status).toBe(200);
      const posed = await ask('vic', { path: '/api/clinic/notes', method: 'POST', headers: [name, 'GET'] });
      expect(posed.status).toBe(403);
    }
    expect(await count()).toBe(before);
  });

  it.each(['HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'])(
    'asks who is there before it answers %s',
    async (method) => {
      for (const path of ['/api/clinic/notes', '/api/groups', '/api/closed/rows']) {
        const statuses = [await ask(undefined, { path, method }), await ask('vic', { path, method })].map(
          (each) => each.status,
        );
        for (const status of statuses) expect([400, 401, 403, 404], `${method} ${path}`).toContain(status);
      }
    },
  );
});

describe('a request about an organisation', () => {
  it.each([
    ['of others', () => [world.beta.org]],
    ['that does not exist', () => ['11111111-1111-4111-8111-111111111111']],
    ['by a malformed id', () => ["' or true --"]],
    ['by its name', () => ['beta']],
    ['twice, the own one first', () => [world.acme.org, world.beta.org]],
    ['twice, the own one last', () => [world.beta.org, world.acme.org]],
  ])('answers 404 for one %s', async (_, list) => {
    const headers = list().flatMap((org) => ['X-Org-Id', org]);
    for (const path of ['/api/groups', '/api/clinic/notes', '/api/closed/rows', '/openapi.json']) {
      const answer = await ask('ada', { path, headers });
      expect([answer.status, codeOf(answer)]).toEqual([404, 'HF_ORG_NOT_FOUND']);
    }
  });

  it('works in the organisation that is named, for those who belong to it', async () => {
    const read = async (org: string) =>
      (await ask('bob', { path: '/api/auth/session', headers: ['x-ORG-id', org] })).text;
    expect(JSON.parse(await read(world.beta.org)).org.slug).toBe('beta');
    expect(JSON.parse(await read(world.acme.org)).org.id).toBe(world.acme.org);
  });

  it('tells somebody without an account nothing about organisations', async () => {
    const answer = await ask(undefined, { path: '/api/groups', headers: ['X-Org-Id', world.beta.org] });
    expect([answer.status, codeOf(answer)]).toEqual([401, 'HF_AUTH_REQUIRED']);
  });
});

describe('a request that another site makes a browser send', () => {
  const evil = ['Origin', 'https://evil.example', 'Sec-Fetch-Site', 'cross-site'];

  it.each([
    ['nothing more', []],
    ['an Authorization of another kind', ['Authorization', 'Basic eDp5']],
    ['an empty bearer', ['Authorization', 'bearer x']],
  ])('changes nothing with the cookie and %s', async (_, more) => {
    const answer = await ask('ada', {
      path: '/api/auth/sign-out',
      method: 'POST',
      headers: [...evil, ...more],
    });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'HF_AUTH_CROSS_SITE']);
  });

  it('opens no WebSocket', async () => {
    expect(
      (await ask('plu', { path: '/api/clinic/live', headers: [...upgradeHeaders, ...evil] })).status,
    ).toBe(403);
  });
});

describe('a WebSocket', () => {
  it.each([
    ['somebody who holds the permission', 'plu', '/api/clinic/live', 101],
    ['somebody who does not', 'vic', '/api/clinic/live', 403],
    ['nobody', undefined, '/api/clinic/live', 401],
    ['a holder, where the plugin is switched off', 'plu', '/api/closed/live', 404],
    ['a holder, at another spelling', 'plu', '/api/%63losed/live', 404],
    ['anybody, at a route of the platform', 'ada', '/api/nowhere', 404],
  ])('answers %s', async (_, name, path, status) => {
    expect((await ask(name, { path, headers: upgradeHeaders })).status).toBe(status);
  });

  it('is about the organisation that the request names', async () => {
    const foreign = [...upgradeHeaders, 'X-Org-Id', world.beta.org];
    expect((await ask('plu', { path: '/api/clinic/live', headers: foreign })).status).toBe(404);
  });
});
