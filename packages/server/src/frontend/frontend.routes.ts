import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IndexPage } from './index-page.ts';

/** The page that stands for every address of the shell at this moment. */
export interface ShownPage extends IndexPage {
  readonly status: number;
}

/** Whether somebody who is signed in may load the bundle of a plugin. */
export type MayLoadBundle = (request: FastifyRequest, slug: string) => Promise<boolean>;

export interface FrontendRoutesOptions {
  /** Folder of builds, `DATA_DIR/builds`. */
  readonly buildsDir: string;
  readonly page: () => ShownPage;
  readonly mayLoadBundle: MayLoadBundle;
}

const HASH_SECONDS = 365 * 86_400;
/** Of the build's folders only what the build listed is for browsers. */
const description = /\/(?:shell|bundle)\.json(?:\.gz|\.br)?$/;

/**
 * `/assets/shell/<hash>/…` for everybody and `/assets/plugins/<slug>/<hash>/…` for those who have the plugin, both for
 * ever; the shell's page for every other address that a browser opens. What nothing answers goes to the server's
 * not-found handler.
 */
export async function bindFrontendRoutes(
  app: FastifyInstance,
  options: FrontendRoutesOptions,
): Promise<void> {
  await app.register(async (scope) => {
    await bindFiles(scope, options.buildsDir, 'shell', 'public');
    await scope.register(async (guarded) => {
      guarded.addHook('onRoute', (route) => {
        route.config = { ...route.config, requirement: { access: 'signed_in' } };
      });
      guarded.addHook('onRequest', async (request, reply) => {
        const slug = readBundleSlug(request);
        if (slug !== undefined && (await options.mayLoadBundle(request, slug))) return;
        reply.callNotFound();
        return reply;
      });
      await bindFiles(guarded, options.buildsDir, 'plugins', 'private');
    });
    scope.get('/*', (request, reply) => answerPage(request, reply, options.page()));
  });
}

/** `private`: what a shared cache has kept it would give to anybody. */
async function bindFiles(
  scope: FastifyInstance,
  buildsDir: string,
  part: 'shell' | 'plugins',
  cache: 'public' | 'private',
): Promise<void> {
  const root = path.join(buildsDir, part);
  await mkdir(root, { recursive: true });
  await scope.register(fastifyStatic, {
    root,
    prefix: `/assets/${part}/`,
    decorateReply: false,
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    cacheControl: false,
    preCompressed: true,
    allowedPath: (name) => !description.test(name),
    setHeaders: (reply) => {
      reply.header('x-content-type-options', 'nosniff');
      reply.header('cache-control', `${cache}, max-age=${HASH_SECONDS}, immutable`);
    },
  });
}

/**
 * The plugin whose file is asked for; undefined for an address that means another one once it is resolved: the files
 * are looked up by the resolved address, and what is asked about must be what is served.
 */
function readBundleSlug({ params }: FastifyRequest): string | undefined {
  const { '*': file = '' } = params as { readonly '*'?: string };
  if (/[%\\]|(?:^|\/)\.{0,2}(?:\/|$)/.test(file)) return undefined;
  return file.slice(0, file.indexOf('/'));
}

function answerPage(request: FastifyRequest, reply: FastifyReply, page: ShownPage): FastifyReply {
  if (!wantsPage(request)) {
    reply.callNotFound();
    return reply;
  }
  return reply
    .code(page.status)
    .header('content-security-policy', page.contentSecurityPolicy)
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'same-origin')
    .type('text/html; charset=utf-8')
    .send(page.html);
}

/**
 * Whether a browser opens this address. A program that asks for a wrong address of the API must get a
 * 404, not a page.
 */
export function wantsPage(request: FastifyRequest): boolean {
  if (/^\/(?:api|assets)(?:\/|\?|$)/.test(request.url)) return false;
  return request.headers.accept?.includes('text/html') ?? false;
}
