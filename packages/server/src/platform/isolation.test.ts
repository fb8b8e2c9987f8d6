import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type PluginManifest, parseManifest } from '@honeyframe/contract/manifest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallerFacts, expectRefusal, readGrants } from './isolation/expected-answer.fixture.ts';
import {
  createRequest,
  type DeclaredRoute,
  type Ids,
  listPlatformRoutes,
  listPluginRoutes,
  type Request,
} from './isolation/isolation-routes.fixture.ts';
import {
  GRANTED_OBJECT,
  groupsOf,
  openWorld,
  type Treasure,
  type World,
} from './isolation/isolation-world.fixture.ts';
import { readOrgRows } from './isolation/org-rows.fixture.ts';

const slugs = ['clinic', 'closed', 'asks', '_demo', 'healthcare', 'finance'];
const facts = {
  disabled: new Set(['closed']),

  pending: new Set(['asks dbt.read']),
};

interface Caller extends CallerFacts {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Knows the other organisation too, because he belongs to it. */
  readonly isOfBoth?: boolean;
}

let world: World;
let routes: DeclaredRoute[];
let manifests: PluginManifest[];
beforeAll(async () => {
  world = await openWorld();
  const { admin, installDir } = world.platform;
  routes = [...listPlatformRoutes(), ...(await listPluginRoutes(admin, slugs))];
  manifests = await Promise.all(slugs.map((slug) => readManifest(installDir, slug)));
}, 90_000);
afterAll(() => world?.stop());

async function readManifest(installDir: string, slug: string): Promise<PluginManifest> {
  const source = await readFile(path.join(installDir, 'plugins', slug, 'plugin.yaml'));
  const { manifest } = parseManifest(source, { plugin: slug, file: 'plugin.yaml' });
  if (!manifest) throw new Error(`the manifest of ${slug} is not valid`);
  return manifest;
}

/** Who left or signed out cannot ask for more: these come last. */
const farewells = ['/api/users/me/leave', '/api/auth/sign-out'];
const isFarewell = ({ path }: DeclaredRoute) => farewells.includes(path);

function listCallers(): Caller[] {
  const { users, tokens, platform, acme } = world;
  const session = (name: string) => ({ cookie: users[name]?.cookie ?? '' });
  const member = (name: string, more: Partial<Caller> = {}): Caller => {
    const grants = [
      ...readGrants(groupsOf[name] ?? [], manifests),
      ...(name === 'sco' ? [{ permission: 'clinic.read', target: GRANTED_OBJECT }] : []),
    ];
    return { name, headers: session(name), isKnown: true, belongs: true, grants, ...more };
  };
  return [
    { name: 'nobody', headers: {}, isKnown: false },
    {
      name: 'another platform’s cookie',
      headers: { cookie: `hf_session=${'x'.repeat(43)}` },
      isKnown: false,
    },
    member('off', { isKnown: false }),
    { name: 'off, by a token', headers: { authorization: `Bearer ${tokens.off}` }, isKnown: false },
    member('dan', { name: 'dan, by a token', headers: { authorization: `Bearer ${tokens.dan}` } }),
    ...['ada', 'dan', 'ana', 'vic', 'nil', 'plu', 'sco'].map((name) => member(name)),
    member('eve', { mustChangePassword: true }),
    member('bob', { headers: { ...session('bob'), 'x-org-id': acme.org }, isOfBoth: true }),
    {
      name: 'superadmin',
      headers: { cookie: platform.admin.cookie },
      isKnown: true,
      belongs: true,
      isSuperadmin: true,
    },
  ];
}

/** Those of beta; and people of acme who say that they mean beta. */
function listCallersInBeta(): Caller[] {
  const { users, beta, platform } = world;
  const grants = readGrants(['Org Admins', 'clinic_users'], manifests);
  const into = (name: string, cookie: string, more: Partial<Caller> = {}): Caller => ({
    name: `${name} into beta`,
    headers: { cookie, 'x-org-id': beta.org },
    isKnown: true,
    belongs: false,
    ...more,
  });
  return [
    { name: 'bea', headers: { cookie: users.bea?.cookie ?? '' }, isKnown: true, belongs: true, grants },
    into('bob', users.bob?.cookie ?? '', {
      belongs: true,
      isOfBoth: true,
      grants: readGrants(['Org Admins'], manifests),
    }),
    into('ada', users.ada?.cookie ?? ''),
    into('superadmin', platform.admin.cookie),
  ];
}

interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly text: string;
}

async function ask(caller: Caller, { path, init }: Request): Promise<Answer> {
  const headers = { ...(init.headers as Record<string, string>), ...caller.headers };
  const response = await fetch(`${world.platform.url}${path}`, { ...init, headers, redirect: 'manual' });
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const text = await response.text();
  const { code, message } =
    isJson && text ? (JSON.parse(text) ?? {}) : { code: undefined, message: undefined };
  return { status: response.status, code, message, text };
}

const refusals: Readonly<Record<string, number>> = {
  HF_AUTH_REQUIRED: 401,
  HF_AUTH_PASSWORD_CHANGE_REQUIRED: 403,
  HF_ACCESS_DENIED: 403,
  HF_ACCESS_PERMISSION_PENDING: 403,
  HF_ORG_REQUIRED: 403,
  HF_ORG_NOT_FOUND: 404,
  HF_PLUGIN_DISABLED: 404,
};

/** Whether the gate said what is expected. A handler that may say the same by itself says so in its table. */
function isAsExpected(
  { errors }: DeclaredRoute,
  { status, code = '' }: Answer,
  expected: string | undefined,
): boolean {
  if (expected !== undefined) return code === expected && status === refusals[expected];
  return refusals[code] === undefined || errors.includes(code);
}

/** Everything about one caller and one route that is not as it should be. */
async function judge(
  caller: Caller,
  route: DeclaredRoute,
  other: Treasure,
  object?: string,
): Promise<string[]> {
  const request = createRequest(route, other.ids, object);
  const what = `${caller.name}: ${route.method} ${request.path}`;
  const expected = expectRefusal(route, caller, facts, request);
  const answer = await ask(caller, request);
  const short = `${answer.status} ${answer.code ?? ''}`;
  const problems: string[] = [];
  if (!isAsExpected(route, answer, expected))
    problems.push(`${what} answered ${short}, expected ${expected ?? 'to be let in'}`);
  if (answer.status >= 500 && route.owner === 'platform') problems.push(`${what} failed: ${short}`);
  if (answer.status === 500) problems.push(`${what} failed: ${short}`);
  problems.push(...findMarks(caller, request, other, answer).map((mark) => `${what} revealed '${mark}'`));
  if (expected === undefined && request.kinds.size > 0)
    problems.push(...(await judgeForeignId(caller, route, other.ids, answer)));
  return problems;
}

/** Events are counted, everything else has a UUID. */
const inventId = (kind: string) => (kind === 'event' ? '999999999' : crypto.randomUUID());

/** What belongs to another organisation answers as what does not exist; and nothing but 404, unless no id is ever looked at. */
async function judgeForeignId(
  caller: Caller,
  route: DeclaredRoute,
  ids: Ids,
  answer: Answer,
): Promise<string[]> {
  const unknown = Object.fromEntries(Object.keys(ids).map((kind) => [kind, inventId(kind)]));
  const request = createRequest(route, unknown);
  const compared = await ask(caller, request);
  const hide = ({ message = '' }: Answer) => message.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, '<id>');
  const what = `${caller.name}: ${route.method} ${route.path}`;
  const problems: string[] = [];
  if (answer.status !== compared.status || answer.code !== compared.code || hide(answer) !== hide(compared))
    problems.push(
      `${what} tells a foreign id (${answer.status} ${answer.code}) from an unknown one (${compared.status} ${compared.code})`,
    );
  const isRefusedBefore =
    route.errors.includes(answer.code ?? '') || answer.code === 'HF_AUTH_TOKEN_FORBIDDEN';
  if (answer.status !== 404 && !isRefusedBefore)
    problems.push(`${what} took a foreign id: ${answer.status} ${answer.code}`);
  return problems;
}

/** A superadmin's own routes and a backup are about every organisation. */
function findMarks(caller: Caller, request: Request, other: Treasure, { text }: Answer): string[] {
  const aboutAll =
    caller.isSuperadmin && (request.path === '/api/orgs' || request.path === '/api/system/backup');
  if (aboutAll) return [];
  const sent = `${request.path} ${request.init.body ?? ''} ${caller.headers['x-org-id'] ?? ''}`;
  const own = caller.isOfBoth ? [other.org, 'Beta Mark'] : [];
  return other.marks.filter((mark) => text.includes(mark) && !sent.includes(mark) && !own.includes(mark));
}

async function judgeAll(
  callers: readonly Caller[],
  other: Treasure,
  asked = routes.filter((route) => !isFarewell(route)),
): Promise<string[]> {
  const problems: string[] = [];
  for (const route of asked) {
    for (const caller of callers) {
      // His other organisation is no foreign one: going there is his right, and is written down there.
      if (caller.isOfBoth && route.path === '/api/auth/org') continue;
      problems.push(...(await judge(caller, route, other)));
      if (route.target !== null) problems.push(...(await judge(caller, route, other, GRANTED_OBJECT)));
    }
  }
  return problems;
}

function listDocumented({ text }: Answer): string[] {
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, unknown>> };
  return Object.entries(paths)
    .flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )
    .sort();
}

/** With the object that a grant may be limited to; a plugin that is switched off does not exist there. */
function listUsable(caller: Caller): string[] {
  const isUsable = (route: DeclaredRoute) =>
    !facts.disabled.has(route.owner) &&
    expectRefusal(route, caller, facts, createRequest(route, world.acme.ids, GRANTED_OBJECT)) === undefined;
  return routes
    .filter(isUsable)
    .map(({ method, path }) => `${method} ${path.replace(/:([A-Za-z0-9_]+)/g, '{$1}')}`)
    .sort();
}

const readRows = (org: string) => readOrgRows(world.platform.databaseUrl, world.platform.dataDir, org);

describe('two organisations on one platform', () => {
  it('has every route of the platform and of each plugin in the matrix', () => {
    const owners = Object.groupBy(routes, ({ owner }) => owner);
    expect(Object.keys(owners).sort()).toEqual([...slugs, 'platform'].sort());
    expect(owners.clinic).toHaveLength(12);
    expect(owners.closed?.map(({ path }) => path)).toContain('/api/closed/rows');
    expect(owners.healthcare?.length).toBeGreaterThan(15);
  });

  it('answers everybody of acme as the declarations say, and changes nothing of beta', async () => {
    const before = await readRows(world.beta.org);
    expect(await judgeAll(listCallers(), world.beta)).toEqual([]);
    expect(await readRows(world.beta.org)).toEqual(before);
  }, 90_000);

  it('answers everybody who asks for beta as the declarations say, and changes nothing of acme', async () => {
    const before = await readRows(world.acme.org);
    expect(await judgeAll(listCallersInBeta(), world.acme)).toEqual([]);
    expect(await readRows(world.acme.org)).toEqual(before);
  }, 90_000);

  it('documents to everybody the routes that they may use, and no other', async () => {
    const documents = {
      ...(routes[0] as DeclaredRoute),
      owner: 'platform',
      access: 'member',
      errors: [],
      parts: {},
    };
    for (const caller of [...listCallers(), ...listCallersInBeta()]) {
      const request = { ...createRequest(documents, {}), path: '/openapi.json', init: {} };
      const refusal = expectRefusal(documents, caller, facts, request);
      const answer = await ask(caller, request);
      if (refusal) expect([caller.name, answer.code]).toEqual([caller.name, refusal]);
      else expect([caller.name, ...listDocumented(answer)]).toEqual([caller.name, ...listUsable(caller)]);
    }
  });

  it('lets people leave one organisation without a trace in the other', async () => {
    const before = await readRows(world.beta.org);
    const leave = routes
      .filter(isFarewell)
      .sort((a, b) => farewells.indexOf(a.path) - farewells.indexOf(b.path));
    // Bob's rows are beta's alone when he has left acme.
    const callers = listCallers().filter(({ isOfBoth }) => !isOfBoth);
    const [leaving, signingOut] = leave.map((route) => [route]);
    expect(await judgeAll(callers, world.beta, leaving)).toEqual([]);
    expect(await judgeAll(callers, world.beta, signingOut)).toEqual([]);
    expect(await readRows(world.beta.org)).toEqual(before);
  });
});
