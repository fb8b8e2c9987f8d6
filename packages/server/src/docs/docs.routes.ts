import { createRequire } from 'node:module';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Access } from '../access/index.ts';
import { listRoutes, type RouteSources } from './list-routes.ts';
import { createOpenApi } from './open-api.ts';

export interface DocsRoutesOptions extends RouteSources {
  readonly access: Access;
  readonly version: string;
}

const member = { requirement: { access: 'member' as const } };
const anybody = { requirement: { access: 'public' as const } };

/** `/docs`: the routes that the caller may use, to read and to try; `/openapi.json`: the same for programs. */
export async function bindDocsRoutes(app: FastifyInstance, options: DocsRoutesOptions): Promise<void> {
  app.get('/openapi.json', { config: member }, async (request, reply) => {
    const { caller } = request;
    if (!caller) return reply.callNotFound();
    const routes = listRoutes(options, caller, await options.access.load(caller));
    return reply.header('cache-control', 'no-store').send(createOpenApi(routes, options.version));
  });
  app.get('/docs', { config: anybody }, async (request, reply) => {
    if (!request.headers.cookie?.includes('hf_session=')) return reply.redirect('/sign-in?next=/docs');
    return reply
      .header('content-security-policy', CONTENT_SECURITY_POLICY)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page);
  });
  app.get('/docs/start.js', { config: anybody }, async (_, reply) =>
    reply.type('text/javascript; charset=utf-8').send(startScript),
  );
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, ...anybody };
    });
    const require = createRequire(import.meta.url);
    await scope.register(fastifyStatic, {
      root: path.dirname(require.resolve('swagger-ui-dist/package.json')),
      prefix: '/docs/assets/',
      decorateReply: false,
      index: false,
      allowedPath: (name) => files.has(name),
    });
  });
}

const files = new Set(['/swagger-ui.css', '/swagger-ui-bundle.js', '/favicon-32x32.png']);

const CONTENT_SECURITY_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

const startScript = `fetch('/openapi.json').then((response) => {
  if (response.status === 401) location.assign('/sign-in?next=/docs');
  return response.json();
}).then((spec) => SwaggerUIBundle({ spec, dom_id: '#docs', docExpansion: 'none', filter: true, tryItOutEnabled: true }));
`;

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Routes · Honeyframe</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/docs/assets/swagger-ui.css" />
  </head>
  <body>
    <div id="docs"></div>
    <script src="/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;
