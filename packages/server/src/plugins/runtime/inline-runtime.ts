import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { createDiagnostic } from '@honeyframe/contract';
import { callPlugin, type MountedPlugin, type MountOutcome, type PluginRuntime } from '@honeyframe/host';
import type { RequestContext, RouterApp } from '@honeyframe/sdk/backend';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify';
import { createInstance, type Gate, type RequestHandler } from '../../http/index.ts';
import { createDrain } from './drain.ts';
import type { InlinePlugin } from './inline-plugin.ts';
import { type LoadedCode, listSources, loadCode } from './load-routers.ts';
import { createModuleCompiler, type ModuleCompiler } from './modules/module-compiler.ts';
import { createModuleLoader } from './modules/module-loader.ts';
import { type RegisteredRoute, watchRoutes } from './route-register.ts';

/** A plugin that answers requests below `/api/<slug>/`. */
export interface ServedPlugin extends MountedPlugin {
  readonly routes: readonly RegisteredRoute[];
  readonly handle: RequestHandler;
}

export interface InlineRuntimeOptions {
  readonly log: FastifyBaseLogger;
  readonly trustedProxies: readonly string[];
  /** Translated TypeScript, kept over restarts. */
  readonly cacheFolder: string;
  /** The gate in front of one plugin's routes. */
  readonly createGate: (slug: string) => Gate;
  readonly createContext: (slug: string, request: FastifyRequest) => RequestContext;
}

/** Runs a plugin's code inside the platform's process, as one Fastify instance of its own. */
export function createInlineRuntime(
  options: InlineRuntimeOptions,
): PluginRuntime<InlinePlugin, ServedPlugin> {
  const compiler = createModuleCompiler();
  return {
    name: 'inline',
    mount: async (plugin) => {
      try {
        return await mountInline(plugin, { ...options, compiler });
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

/** Changes with the way of translating: jiti's cache knows the source only. */
const TRANSLATION = '2';

async function mountInline(
  plugin: InlinePlugin,
  options: InlineRuntimeOptions & { readonly compiler: ModuleCompiler },
): Promise<MountOutcome<ServedPlugin>> {
  const slug = plugin.manifest.name;
  const loader = createModuleLoader({
    root: plugin.root,
    cacheFolder: path.join(options.cacheFolder, TRANSLATION, slug),
    compiler: options.compiler,
    listSources: () => listSources(plugin),
  });
  const { code, diagnostics } = await loadCode(plugin, loader);
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  const app = createPluginInstance(slug, options);
  const register = watchRoutes(app, plugin.manifest);
  await callPlugin({ plugin: slug, step: 'register its routes' }, async () => {
    app.register(registerCode(code), { prefix: `/api/${slug}` });
    await app.ready();
  });
  if (register.diagnostics.length > 0) {
    await app.close();
    return { ok: false, diagnostics: register.diagnostics };
  }
  return { ok: true, diagnostics: [], mounted: serve(app, register.routes) };
}

function createPluginInstance(slug: string, options: InlineRuntimeOptions): FastifyInstance {
  const app = createInstance({
    gate: options.createGate(slug),
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

function serve(app: FastifyInstance, routes: readonly RegisteredRoute[]): ServedPlugin {
  const drain = createDrain();
  return {
    routes,
    handle: (request: IncomingMessage, response: ServerResponse) => {
      drain.enter(response);
      // Answered by the GET route: Node leaves the body out by itself. A route of its own for each HEAD would double what
      // a plugin's instance costs at start.
      if (request.method === 'HEAD') request.method = 'GET';
      app.routing(request, response);
    },
    // Fastify's close() runs onClose hooks while requests are in flight; those wait for the drain here.
    close: async () => {
      await drain.empty();
      await app.close();
    },
  };
}
