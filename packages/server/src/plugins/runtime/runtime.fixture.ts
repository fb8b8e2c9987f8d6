import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { parseManifest } from '@honeyframe/contract/manifest';
import { writeFiles } from '@honeyframe/testkit/files';
import { pino } from 'pino';
import { Grants } from '../../access/grants.ts';
import { createGate } from '../../access/index.ts';
import { isSameOrigin } from '../../auth/same-origin.ts';
import {
  type Caller,
  createDispatch,
  createHttpServer,
  type Dispatch,
  type Identity,
} from '../../http/index.ts';
import { createInlineRuntime } from './inline-runtime.ts';
import type { ServedPlugin } from './served-plugin.ts';

/** A server with plugins behind the real gate and dispatch, without a database: the header `x-user` says who is there. */
export interface TestRuntime {
  readonly url: string;
  readonly dispatch: Dispatch;
  /** Whose permission is taken away; `vic` never had it. */
  readonly revoked: Set<string>;
  /** Loads the code of a router: its functions get `app`. */
  mount(slug: string, router: string): Promise<ServedPlugin>;
  stop(): Promise<void>;
}

const log = pino({ level: 'silent' });

export async function startTestRuntime(): Promise<TestRuntime> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-runtime-'));
  const dispatch = createDispatch();
  const identity = createTestIdentity();
  const revoked = new Set(['vic']);
  const readGrants = ({ user }: Caller): Grants => (revoked.has(user.id) ? nothing : everything);
  const access = { peek: readGrants, load: async (caller: Caller) => readGrants(caller) };
  const { app, close } = createHttpServer({
    gate: createGate({ identity, access }),
    log,
    trustedProxies: [],
    dispatch,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const runtime = createInlineRuntime({
    log,
    trustedProxies: [],
    cacheFolder: path.join(folder, 'cache'),
    createGate: (slug) =>
      createGate({
        identity,
        access,
        plugin: {
          slug,
          isEnabled: () => true,
          isEnabledAnywhere: () => true,
          isPending: () => false,
          noteSuperadmin: () => {},
        },
      }),
    createContext: () => {
      throw new Error('these routers need no context');
    },
    prepareRequests: () => undefined,
  });
  const mounted: ServedPlugin[] = [];
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    dispatch,
    revoked,
    mount: async (slug, router) => {
      const root = path.join(folder, `${slug}-${mounted.length}`);
      await writeFiles(root, { 'r.js': `export const router = async (app) => {${router}};` });
      const outcome = await runtime.mount(describe(slug, root));
      if (!outcome.ok) throw new Error(outcome.diagnostics[0]?.message);
      mounted.push(outcome.mounted);
      return outcome.mounted;
    },
    stop: async () => {
      const closed = close();
      for (const plugin of mounted) plugin.disconnect('the test is over');
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function describe(slug: string, root: string) {
  const text = `name: ${slug}\nversion: 0.1.0\nrouters: ["./r.js:router"]\npermissions: [test.use]\npublic_routes: [GET /open]\n`;
  const { manifest } = parseManifest(text, { plugin: slug, file: 'plugin.yaml' });
  if (!manifest) throw new Error(`the manifest of ${slug} is wrong`);
  return {
    manifest,
    root,
    routers: [{ spec: './r.js:router', file: path.join(root, 'r.js'), export: 'router' }],
  };
}

/** `x-user: ada@first` is ada in the organisation `first`. */
function createTestIdentity(): Identity {
  const callers = new Map<string, Caller>();
  const peek = (name: string): Caller => {
    const known = callers.get(name) ?? createCaller(name);
    callers.set(name, known);
    return known;
  };
  return {
    peek: ({ headers }) => (typeof headers['x-user'] === 'string' ? peek(headers['x-user']) : undefined),
    resolve: async () => null,
    isTrustworthy: ({ method, headers }) => isSameOrigin(method, headers),
  };
}

function createCaller(name: string): Caller {
  const [id = '', org = 'first'] = name.split('@');
  return {
    kind: 'session',
    user: { id, email: `${id}@example.org`, display_name: id, is_superadmin: false },
    org: { id: org, slug: org, name: org },
    session_id: null,
    must_change_password: false,
  };
}

const everything = new Grants([{ permission_type: 'test.use', target_id: null }]);
const nothing = new Grants([]);
