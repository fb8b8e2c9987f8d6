import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { createDiagnostic } from '@honeyframe/contract';
import { callPlugin, type MountOutcome, type PluginRuntime, type PrepareOptions } from '@honeyframe/host';
import type { RequestContext, RouterApp } from '@honeyframe/sdk/backend';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify';
import { createInstance, type Gate } from '../../http/index.ts';
import { createDrain, type Drain } from './drain.ts';
import type { InlinePlugin } from './inline-plugin.ts';
import { type LoadedCode, listSources, loadCode } from './load-routers.ts';
import { createModuleCompiler, type ModuleCompiler } from './modules/module-compiler.ts';
import { createModuleLoader } from './modules/module-loader.ts';
import { type RegisteredRoute, watchRoutes } from './route-register.ts';
import type { ServedPlugin } from './served-plugin.ts';
import { createSocketServer, type SocketServer } from './sockets/server-socket.ts';
import { type SocketRoutes, watchSocketRoutes } from './sockets/socket-routes.ts';

export type { ServedPlugin } from './served-plugin.ts';

export interface InlineRuntimeOptions {
  readonly log: FastifyBaseLogger;
  readonly trustedProxies: readonly string[];
  /** Translated TypeScript, kept over restarts. */
  readonly cacheFolder: string;
  /** The gate in front of one plugin's routes. */
  readonly createGate: (slug: string) => Gate;
  readonly createContext: (slug: string, request: FastifyRequest) => RequestContext;
  /** What `request.ctx` needs beforehand; undefined for the plugins that need nothing. */
  readonly prepareRequests: (
    manifest: InlinePlugin['manifest'],
  ) => ((request: FastifyRequest) => Promise<void> | undefined) | undefined;
}

/** Runs a plugin's code inside the platform's process, as one Fastify instance of its own. */
export function createInlineRuntime(
  options: InlineRuntimeOptions,
): PluginRuntime<InlinePlugin, ServedPlugin> {
  const shared = { ...options, compiler: createModuleCompiler(), openSocketServer: createSocketServer() };
  return {
    name: 'inline',
    mount: async (plugin, { scratch }: PrepareOptions = {}) => {
      try {
        const cacheFolder = scratch === undefined ? shared.cacheFolder : path.join(scratch, 'modules');
        return await mountInline(plugin, { ...shared, cacheFolder });
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const place = { plugin: plugin.manifest.name, file: 'plugin.yaml' };
        return {
          ok: false,
          diagnostics: [
            createDiagnostic('HF_ROUTER_IMPORT_FAILED', place, { spec: plugin.manifest.name, reason }),
          ],
        };
      }
    },
  };
}

interface MountOptions extends InlineRuntimeOptions {
  readonly compiler: ModuleCompiler;
  readonly openSocketServer: () => SocketServer;
}

/** Changes with the way of translating: jiti's cache knows the source only. */
const TRANSLATION = '2';

async function mountInline(plugin: InlinePlugin, options: MountOptions): Promise<MountOutcome<ServedPlugin>> {
  const slug = plugin.manifest.name;
  const loader = createModuleLoader({
    root: plugin.root,
    cacheFolder: path.join(options.cacheFolder, TRANSLATION, slug),
    compiler: options.compiler,
    listSources: () => listSources(plugin),
  });
  const { code, diagnostics } = await loadCode(plugin, loader);
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  const drain = createDrain();
  const gate = options.createGate(slug);
  const app = createPluginInstance(slug, { ...options, gate, drain });
  const prepare = options.prepareRequests(plugin.manifest);
  if (prepare) addPreparation(app, prepare);
  const register = watchRoutes(app, plugin.manifest);
  const sockets = watchSocketRoutes(app, { drain, openServer: options.openSocketServer });
  await callPlugin({ plugin: slug, step: 'register its routes' }, async () => {
    app.register(registerCode(code), { prefix: `/api/${slug}` });
    await app.ready();
  });
  if (register.diagnostics.length > 0) {
    await app.close();
    return { ok: false, diagnostics: register.diagnostics };
  }
  return {
    ok: true,
    diagnostics: [],
    mounted: serve({ app, slug, gate, drain, sockets, routes: register.routes }),
  };
}

function createPluginInstance(
  slug: string,
  { gate, drain, ...options }: InlineRuntimeOptions & Pick<Instance, 'gate' | 'drain'>,
): FastifyInstance {
  const app = createInstance({
    gate: (request, done) => {
      drain.identify(request);
      gate(request, done);
    },
    log: options.log,
    trustedProxies: options.trustedProxies,
    plugin: slug,
    // Never listens: requests come from the platform's server through the dispatch.
    serverFactory: (handler) => createServer(handler),
  });
  const contexts = new WeakMap<FastifyRequest, RequestContext>();
  app.decorateRequest('ctx', {
    getter(this: FastifyRequest) {
      const existing = contexts.get(this);
      if (existing) return existing;
      const context = options.createContext(slug, this);
      contexts.set(this, context);
      return context;
    },
  });
  return app;
}

/** After the gate, before whatever the plugin's own middleware does. */
function addPreparation(
  app: FastifyInstance,
  prepare: (request: FastifyRequest) => Promise<void> | undefined,
): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const waiting = prepare(request);
    if (waiting) waiting.then(() => done(), done);
    else done();
  });
}

/** Without a name Fastify compares each function with every module that was ever loaded. */
const displayName = Symbol.for('fastify.display-name');

function registerCode({ routers, middleware }: LoadedCode) {
  const register = async (scope: FastifyInstance): Promise<void> => {
    const app = scope as unknown as RouterApp;
    for (const extend of middleware) await extend(app);
    for (const router of routers) {
      app.register(Object.assign(async (inner: RouterApp) => router(inner), { [displayName]: 'router' }));
    }
  };
  return Object.assign(register, { [displayName]: 'plugin' });
}

interface Instance {
  readonly app: FastifyInstance;
  readonly slug: string;
  readonly gate: Gate;
  readonly drain: Drain;
  readonly sockets: SocketRoutes;
  readonly routes: readonly RegisteredRoute[];
}

const CLOSE_REASON = 'The plugin restarts.';

function serve({ app, slug, gate, drain, sockets, routes }: Instance): ServedPlugin {
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    drain.enter(response);
    // Answered by the GET route: Node leaves the body out by itself. A route of its own for each HEAD would double what
    // a plugin's instance costs at start.
    if (request.method === 'HEAD') request.method = 'GET';
    app.routing(request, response);
  };
  const close = async (reason: string): Promise<void> => {
    // Fastify's close() runs onClose hooks while requests are in flight; those wait for the drain here.
    await drain.empty({
      reason,
      onCutOff: (left) => app.log.warn({ left }, 'requests were cut off that did not end in time'),
    });
    await callPlugin({ plugin: slug, step: 'close' }, () => app.close()).catch((error: unknown) =>
      app.log.error({ err: error }, 'the plugin did not close as it should'),
    );
  };
  let closed: Promise<void> | undefined;
  return {
    routes,
    handle,
    handleUpgrade: (request, socket, head) => handle(request, sockets.admit(request, socket, head)),
    stats: () => drain.stats(),
    recheck: () => drain.recheck(gate),
    disconnect: (reason, orgId) => drain.disconnect(reason, orgId),
    close: (reason = CLOSE_REASON) => {
      closed ??= close(reason);
      return closed;
    },
  };
}
