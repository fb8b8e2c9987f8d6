import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IndexPage } from './index-page.ts';

/** The page that stands for every address of the shell at this moment. */
export interface ShownPage extends IndexPage {
  readonly status: number;
}

export interface FrontendRoutesOptions {
  /** Folder of builds, `DATA_DIR/builds`. */
  readonly buildsDir: string;
  readonly page: () => ShownPage;
}

const HASH_LIFETIME = '365d';
/** Of the build's folders only what the build listed is for browsers. */
const description = /\/(?:shell|bundle)\.json(?:\.gz|\.br)?$/;

/**
 * `/assets/shell/<hash>/…` and `/assets/plugins/<slug>/<hash>/…` for ever; the shell's page for every other address
 * that a browser opens. What nothing answers goes to the server's not-found handler.
 */
export async function bindFrontendRoutes(
  app: FastifyInstance,
  options: FrontendRoutesOptions,
): Promise<void> {
  await app.register(async (scope) => {
    for (const part of ['shell', 'plugins']) {
      await mkdir(path.join(options.buildsDir, part), { recursive: true });
      await scope.register(fastifyStatic, {
        root: path.join(options.buildsDir, part),
        prefix: `/assets/${part}/`,
        decorateReply: false,
        index: false,
        redirect: false,
        dotfiles: 'ignore',
        immutable: true,
        maxAge: HASH_LIFETIME,
        preCompressed: true,
        allowedPath: (name) => !description.test(name),
        setHeaders: (reply) => void reply.header('x-content-type-options', 'nosniff'),
      });
    }
    scope.get('/*', (request, reply) => answerPage(request, reply, options.page()));
  });
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
