import { once } from 'node:events';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { accessApi, permissionsApi } from '@honeyframe/contract/api';
import {
  createTestDatabase,
  startTestPlatform,
  type TestDatabase,
  type TestPlatform,
  type TestUser,
} from '@honeyframe/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

const plugin = (slug: string, permissions: string) => ({
  slug,
  files: {
    'plugin.yaml': `name: ${slug}
version: 0.1.0
routers: ["./r.ts:router"]
permissions: [${permissions}]
seed_groups: [{ name: ${slug}_users, permissions: [${permissions}] }]
`,
    'r.ts': `export const router = async (app) => {
      app.get('/things', { config: { permission: 'thing.read' } }, async () => ({ ok: true }));
    };`,
  },
});
const plugins = [plugin('alpha', 'thing.read'), plugin('beta', 'thing.read')];

const status = async (user: TestUser, path = '/api/alpha/things') => (await user.fetch(path)).status;

/** Asks until it is refused. @returns milliseconds. */
async function timeUntil(wanted: number, ask: () => Promise<number>): Promise<number> {
  const startedAt = performance.now();
  while ((await ask()) !== wanted) {
    if (performance.now() - startedAt > 5_000) throw new Error(`still not ${wanted}`);
  }
  return performance.now() - startedAt;
}

async function findGroup(admin: TestUser, name: string): Promise<string> {
  const group = (await admin.client(accessApi).listGroups()).groups.find((each) => each.name === name);
  if (!group) throw new Error(`there is no group ${name}`);
  return group.id;
}

describe('two platforms on one database', () => {
  let database: TestDatabase;
  let here: TestPlatform;
  let there: TestPlatform;
  beforeAll(async () => {
    database = await createTestDatabase();
    const env = { DATABASE_URL: database.url, HONEYFRAME_SECRET_KEY: '5'.repeat(64) };
    here = await startTestPlatform({ plugins, env });
    there = await startTestPlatform({ plugins, env });
  });
  afterAll(async () => {
    await here.stop();
    await there.stop();
    await database.drop();
  });

  it('refuses a revoked grant on the next request here, and within a second there', async () => {
    const member = await here.createMember('member@example.org', ['alpha_users']);
    const same = {
      fetch: (path: string) => fetch(new URL(path, there.url), { headers: { cookie: member.cookie } }),
    };
    const ask = async () => (await same.fetch('/api/alpha/things')).status;
    expect(await status(member)).toBe(200);
    expect(await ask()).toBe(200);

    const id = await findGroup(here.admin, 'alpha_users');
    const body = { permission_type: 'thing.read', target_id: null };
    await here.admin.client(accessApi).revoke({ params: { id }, body });
    const elsewhere = timeUntil(403, ask);
    expect(await status(member)).toBe(403);
    expect(await elsewhere).toBeLessThan(1_000);

    await here.admin.client(accessApi).grant({ params: { id }, body });
    expect(await status(member)).toBe(200);
    expect(await timeUntil(200, ask)).toBeLessThan(1_000);
  });

  it('opens and closes a shared permission there too, without a restart', async () => {
    const asked = { plugin: 'beta', permission: 'thing.read' };
    const ask = () => status(there.admin, '/api/beta/things');
    expect(await ask()).toBe(403);
    await here.admin.client(permissionsApi).approveRequest({ body: asked });
    expect(await status(here.admin, '/api/beta/things')).toBe(200);
    expect(await timeUntil(200, ask)).toBeLessThan(1_000);
    await here.admin.client(permissionsApi).refuseRequest({ body: asked });
    expect(await status(here.admin, '/api/beta/things')).toBe(403);
    expect(await timeUntil(403, ask)).toBeLessThan(1_000);
  });
});

/** A way to the database that can be cut, with a word or without. */
interface Wire {
  readonly url: string;
  /** Closes every connection and takes no more. */
  cut(): void;
  /** Passes nothing on, and closes nothing: a cable that was pulled. */
  silence(): void;
  mend(): Promise<void>;
  close(): Promise<void>;
}

async function createWire(databaseUrl: string): Promise<Wire> {
  const parsed = new URL(databaseUrl.replace('@/', '@localhost/'));
  const folder = parsed.searchParams.get('host');
  const to = folder
    ? { path: `${folder}/.s.PGSQL.${parsed.searchParams.get('port') ?? (parsed.port || '5432')}` }
    : { host: parsed.hostname, port: Number(parsed.port || 5432) };
  const sockets = new Set<Socket>();
  let silent = false;
  const server: Server = createServer((near) => {
    const far = createConnection(to);
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => void (silent || into.write(chunk)));
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        into.destroy();
      });
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  parsed.searchParams.delete('host');
  parsed.searchParams.delete('port');
  parsed.host = `127.0.0.1:${port}`;
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: parsed.href,
    cut: () => {
      server.close();
      cutAll();
    },
    silence: () => {
      silent = true;
    },
    mend: async () => {
      silent = false;
      if (!server.listening) await once(server.listen(port, '127.0.0.1'), 'listening');
    },
    close: async () => {
      server.close();
      cutAll();
    },
  };
}

describe('a platform that cannot reach its database', () => {
  let database: TestDatabase;
  let wire: Wire;
  let platform: TestPlatform;
  beforeAll(async () => {
    database = await createTestDatabase();
    wire = await createWire(database.url);
    platform = await startTestPlatform({ plugins, env: { DATABASE_URL: wire.url } });
  });
  afterEach(() => wire.mend());
  afterAll(async () => {
    await platform.stop();
    await wire.close();
    await database.drop();
  });

  it('refuses whoever it let in a moment before, and lets them in again afterwards', async () => {
    const member = await platform.createMember('cut@example.org', ['alpha_users']);
    expect(await status(member)).toBe(200);
    wire.cut();
    expect(await timeUntil(503, () => status(member))).toBeLessThan(1_000);
    const refused = await member.fetch('/api/alpha/things');
    expect(await refused.json()).toMatchObject({ code: 'HF_DATABASE_UNREACHABLE' });
    await wire.mend();
    await timeUntil(200, () => status(member));
  });

  it('notices a connection that was cut without a word', async () => {
    const member = await platform.createMember('silent@example.org', ['alpha_users']);
    expect(await status(member)).toBe(200);
    wire.silence();
    // A request that waits for the database is refused after five seconds; until the silence is noticed it is let in.
    const startedAt = performance.now();
    while ((await status(member)) === 200) expect(performance.now() - startedAt).toBeLessThan(4_000);
    expect(await status(member)).toBe(503);
    wire.cut();
    await wire.mend();
    await timeUntil(200, () => status(member));
  });
});
