import { readFile } from 'node:fs/promises';
import { createServer as createTcpServer } from 'node:net';
import path from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ViteDevServer } from 'vite';
import { createBuilderProcess } from './builder-process.ts';
import { type MayLoadBundle, wantsPage } from './frontend.routes.ts';
import type { Frontend, FrontendOptions } from './frontend.ts';
import { createGuardedSources, type GuardedSources } from './guarded-sources.ts';
import { buildPluginFrontend } from './plugin-bundle/build-plugin-frontend.ts';
import type { FrontendSource, PluginFrontend } from './plugin-bundle/plugin-frontend.ts';

/**
 * The frontend while it is written: Vite serves the sources of the shell and of the plugins, and replaces them in
 * the open page when they change. A plugin is built all the same, because the server reads its pages and blocks
 * from the build; only the address that the browser imports is that of the source.
 */
export function createDevelopmentFrontend({ dataDir, installDir, log }: FrontendOptions): Frontend {
  const builder = createBuilderProcess();
  const buildsDir = path.join(dataDir, 'builds');
  const shellDir = path.join(installDir, 'packages/web');
  const guarded = createGuardedSources({ shellDir, installDir });
  let starting: Promise<ViteDevServer> | undefined;
  const start = () => {
    starting ??= startVite({ installDir, shellDir, cacheDir: path.join(dataDir, 'cache', 'vite') });
    return starting;
  };
  return {
    async ensureShell() {
      await start();
      log.info({ step: 'shell' }, 'serving the sources of the shell; edits show at once');
    },
    async buildPlugins(sources, { scratch } = {}) {
      const vite = await start();
      for (const source of sources) {
        // Before it may be served at all.
        await guarded.add(source.slug, source.root);
        allowSource(vite, source);
      }
      const built = sources.map((source) => buildPluginFrontend(source, { buildsDir, scratch, builder }));
      return (await Promise.all(built)).map((result, index) => withSource(result, sources[index]));
    },
    bindRoutes: (app, mayLoadBundle) =>
      bindDevelopmentRoutes(app, { shellDir, start, guarded, mayLoadBundle }),
    async close() {
      builder.close();
      await (await starting?.catch(() => undefined))?.close();
    },
  };
}

interface ViteFolders {
  readonly installDir: string;
  readonly shellDir: string;
  readonly cacheDir: string;
}

/** Here and not at the top: production must not load Vite. */
async function startVite({ installDir, shellDir, cacheDir }: ViteFolders): Promise<ViteDevServer> {
  const { createServer } = await import('vite');
  const shown = ['packages/web', 'packages/sdk', 'packages/contract', 'node_modules'];
  return createServer({
    configFile: path.join(shellDir, 'vite.config.ts'),
    configLoader: 'native',
    envDir: false,
    cacheDir,
    logLevel: 'warn',
    clearScreen: false,
    server: {
      middlewareMode: true,
      // Its own port: the platform's server hands upgrades to plugins.
      hmr: { host: '127.0.0.1', port: await findFreePort() },
      // Not the whole folder: the data directory with its secrets may lie in it.
      fs: { strict: true, allow: [...shown.map((name) => path.join(installDir, name)), cacheDir] },
    },
  });
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createTcpServer();
    probe.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Vite reads this list at every request. */
function allowSource(vite: ViteDevServer, { root, entry }: FrontendSource): void {
  const [folder = '.'] = path.normalize(entry).split(path.sep);
  const places = [path.join(root, folder), path.join(root, 'node_modules')];
  vite.config.server.fs.allow.push(...places.filter((place) => !vite.config.server.fs.allow.includes(place)));
}

function withSource(result: PluginFrontend, source: FrontendSource | undefined): PluginFrontend {
  if (!result.bundle || !source) return result;
  const entry = path.posix.join('/@fs', source.root, path.normalize(source.entry));
  return { ...result, bundle: { ...result.bundle, entry, styles: [] } };
}

interface DevelopmentRoutesOptions {
  readonly shellDir: string;
  readonly start: () => Promise<ViteDevServer>;
  readonly guarded: GuardedSources;
  readonly mayLoadBundle: MayLoadBundle;
}

async function bindDevelopmentRoutes(
  app: FastifyInstance,
  { shellDir, start, guarded, mayLoadBundle }: DevelopmentRoutesOptions,
): Promise<void> {
  const template = path.join(shellDir, 'index.html');
  // The shell is for everybody, since it signs people in; a plugin's source for those who would get what is built of it.
  const mayLoad = async (request: FastifyRequest): Promise<boolean> => {
    const owner = await guarded.findOwner(request.url);
    return owner === null || (owner !== undefined && mayLoadBundle(request, owner));
  };
  app.get('/*', async (request, reply) => {
    const vite = await start();
    if (!wantsPage(request)) {
      if (await mayLoad(request)) return handToVite(vite, request, reply);
      reply.callNotFound();
      return reply;
    }
    const html = await vite.transformIndexHtml(request.url, await readFile(template, 'utf8'));
    return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
  });
}

/** Vite writes the answer itself; what it does not know is nobody's. */
function handToVite(vite: ViteDevServer, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (/^\/(?:api|assets)(?:\/|$)/.test(request.url)) {
    reply.callNotFound();
    return reply;
  }
  reply.hijack();
  vite.middlewares(request.raw, reply.raw, () => {
    reply.raw.statusCode = 404;
    reply.raw.end();
  });
  return reply;
}
